import { activateVersion, restPrompt, rollBack } from '../../../src/prompts/activate-version.js';
import { pageOfVersions, readPrompts, readVersion } from '../../../src/prompts/read-prompts.js';
import type { PromptVersion } from '../../../src/prompts/prompt-row.js';
import { saveVersion } from '../../../src/prompts/save-version.js';
import { sql } from '../../../src/shared/database.js';
import type { ClientId, PromptId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { assistantWith, coffeeIntents, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const name = 'system_prompt';
const actor = 'anna@coffee.kz';

type Of = { client_id: ClientId | null };

const save = ({ client_id }: Of, text: string, newest_seen: number | null): Promise<PromptVersion> =>
  database.transaction((tx) => saveVersion(tx, { client_id, name, text, actor, newest_seen }));

const activate = (
  { client_id }: Of,
  id: PromptId,
  active_seen: PromptId | null,
  who = actor,
): Promise<PromptVersion> =>
  database.transaction((tx) =>
    activateVersion(tx, { client_id, name, id, active_seen, actor: who, now: clock.now() }),
  );

const back = ({ client_id }: Of, active_seen: PromptId | null): Promise<PromptVersion> =>
  database.transaction((tx) => rollBack(tx, { client_id, name, active_seen, actor, now: clock.now() }));

async function inUse({ client_id }: Of) {
  const prompts = await readPrompts(database, { client_id });
  return prompts.find((prompt) => prompt.name === name);
}

/** What the model is told when the shop's customer asks for the menu. */
async function promptOfNextAnswer(shop: Shop): Promise<string> {
  const model = fakeModel({
    classify: () => ({ ...plainClassification, intent: 'menu' }),
    answer: () => ({ action: 'answer', text: 'Есть медовик.' }),
  });
  const asked = await shop.write('какие десерты?');
  await takeTurn(shop, clock, { ...asked, assistant: assistantWith(shop, model) });
  return model.asked.find(({ purpose }) => purpose === 'answer')?.system ?? '';
}

describe('A prompt', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop(database, clock, { intents: coffeeIntents });
  });

  it('is the built-in text until somebody writes one, and a saved version is not used before it is activated', async () => {
    expect(await inUse(shop)).toMatchObject({ source: 'built_in', id: null, newest_version: null });
    const first = await save(shop, 'Ты бариста.', null);
    expect(first).toMatchObject({ version: 1, is_active: false, created_by: actor, activated_at: null });
    expect(await promptOfNextAnswer(shop)).not.toContain('Ты бариста.');
    await activate(shop, first.id, null);
    expect(await inUse(shop)).toMatchObject({ source: 'own', version: 1, text: 'Ты бариста.' });
    expect(await promptOfNextAnswer(shop)).toContain('Ты бариста.');
  });

  it('goes back with one click, version by version, and answers with the earlier one at once', async () => {
    const first = await save(shop, 'Ты бариста.', null);
    await activate(shop, first.id, null);
    await save(shop, 'Никогда не бывший в деле.', 1);
    const third = await save(shop, 'Ты сомелье.', 2);
    await activate(shop, third.id, first.id);
    expect(await promptOfNextAnswer(shop)).toContain('Ты сомелье.');
    expect(await inUse(shop)).toMatchObject({ rolls_back_to: { id: first.id, version: 1 } });
    await back(shop, third.id);
    expect(await promptOfNextAnswer(shop)).toContain('Ты бариста.');
    await expect(back(shop, first.id)).rejects.toMatchObject({ code: 'nothing_to_roll_back' });
  });

  it('goes back once when the button is pressed twice', async () => {
    const first = await save(shop, 'раз', null);
    const second = await save(shop, 'два', 1);
    const third = await save(shop, 'три', 2);
    await activate(shop, first.id, null);
    await activate(shop, second.id, first.id);
    await activate(shop, third.id, second.id);
    const presses = await Promise.allSettled([back(shop, third.id), back(shop, third.id)]);
    expect(presses.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await inUse(shop)).toMatchObject({ version: 2 });
  });

  it('saved by two people at once keeps the first text and shows both to the second', async () => {
    const both = await Promise.allSettled([save(shop, 'Анна', null), save(shop, 'Пётр', null)]);
    const refused = both.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      code: 'stale_edit',
      current: { version: 1, text: expect.stringMatching(/Анна|Пётр/) },
      yours: { text: expect.stringMatching(/Анна|Пётр/) },
    });
    const { items } = await pageOfVersions(database, { ...shop, name }, { limit: 10 });
    expect(items).toHaveLength(1);
  });

  it('is refused when it is empty, with the field that is wrong', async () => {
    await expect(save(shop, '  ', null)).rejects.toMatchObject({ fields: { text: 'must not be empty' } });
  });

  it('falls back on the default of the installation, also when one of its own rests', async () => {
    const standard = await save({ client_id: null }, 'Ты помощник.', null);
    await activate({ client_id: null }, standard.id, null);
    expect(await inUse(shop)).toMatchObject({ source: 'default', text: 'Ты помощник.' });
    const own = await save(shop, 'Ты бариста.', null);
    await activate(shop, own.id, null);
    await database.transaction((tx) => restPrompt(tx, { ...shop, name, active_seen: own.id, actor }));
    expect(await promptOfNextAnswer(shop)).toContain('Ты помощник.');
    await database.query(sql`DELETE FROM prompts WHERE client_id IS NULL`);
  });

  it("of another client can't be read or activated, and its numbers are its own", async () => {
    const other = await openShop(database, clock);
    const theirs = await save(other, 'чужой', null);
    await expect(activate(shop, theirs.id, null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readVersion(database, { ...shop, name, id: theirs.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await save(shop, 'свой', null)).toMatchObject({ version: 1 });
  });

  it('tells who did what and when', async () => {
    const first = await save(shop, 'раз', null);
    await activate(shop, first.id, null, 'petr@coffee.kz');
    const { items } = await pageOfVersions(database, { ...shop, name }, { limit: 1 });
    const [version] = items;
    expect(version).toMatchObject({ created_by: actor, is_active: true, activated_at: clock.now() });
    const events = await database.query(sql`
      SELECT actor, action, subject, before, after FROM audit_events WHERE client_id = ${shop.client_id} ORDER BY id`);
    expect(events).toEqual([
      {
        actor,
        action: 'save_version',
        subject: 'prompt system_prompt',
        before: null,
        after: { version: 1, text: 'раз' },
      },
      {
        actor: 'petr@coffee.kz',
        action: 'activate',
        subject: 'prompt system_prompt',
        before: null,
        after: { version: 1 },
      },
    ]);
  });
});
