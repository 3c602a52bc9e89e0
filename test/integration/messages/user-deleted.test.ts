import { userDeleted } from '../../../src/messages/user-deleted.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { assistantWith, coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

const openCoffee = (settings: Record<string, unknown> = {}) =>
  openShop(database, clock, { intents: coffeeIntents, settings });

/** The user takes a message back, as the messenger tells of it. */
function takeBack({ tools, client_id, integration_id }: Shop, external_message_id: string) {
  const place = { client_id, integration_id, external_chat_id: '700', external_message_id };
  return userDeleted(tools, { ...place, deleted_at: clock.now() });
}

const turnDue = async ({ client_id }: Shop): Promise<Date | null> => {
  const row = await database.one<{ turn_due_at: Date | null }>(
    sql`SELECT turn_due_at FROM conversations WHERE client_id = ${client_id}`,
  );
  return row.turn_due_at;
};

describe('A message that a user takes back', () => {
  it('is marked and not erased, once', async () => {
    const shop = await openCoffee();
    const { message_id } = await shop.write('часы работы', { external_message_id: 'a' });
    const results = await Promise.all([1, 2, 3].map(() => takeBack(shop, 'a')));
    expect(results.toSorted()).toEqual(['deleted', 'unchanged', 'unchanged']);
    const row = await database.one(sql`SELECT content, deleted_at FROM messages WHERE id = ${message_id}`);
    expect(row).toEqual({ content: 'часы работы', deleted_at: clock.now() });
  });

  it('is not answered when it was not read, and there is no turn', async () => {
    const shop = await openCoffee();
    const user = await shop.write('часы работы', { external_message_id: 'b' });
    await takeBack(shop, 'b');
    expect(await turnDue(shop)).toBeNull();
    await takeTurn(shop, clock, user);
    expect(await shop.said(user.conversation_id)).toEqual([]);
  });

  it('is left out by the turn that reads what else was written', async () => {
    const shop = await openCoffee();
    await shop.write('позовите человека', { external_message_id: 'c' });
    const user = await shop.write('часы работы');
    await takeBack(shop, 'c');
    await takeTurn(shop, clock, user);
    expect((await shop.said(user.conversation_id)).map(({ content }) => content)).toEqual([
      'Мы открыты с 9 до 19.',
    ]);
    expect(await shop.handovers(user.user_id)).toEqual([]);
  });

  it('while the assistant thinks about it alone, it says nothing', async () => {
    const shop = await openCoffee();
    const user = await shop.write('какой кофе вы варите?', { external_message_id: 'd' });
    const model = fakeModel({
      classify: () => ({ ...plainClassification, intent: 'menu' }),
      answer: async () => {
        await takeBack(shop, 'd');
        return { action: 'answer', text: 'Флэт уайт' };
      },
    });
    await takeTurn(shop, clock, { ...user, assistant: assistantWith(shop, model) });
    expect(await shop.said(user.conversation_id)).toEqual([]);
    expect(await turnDue(shop)).toBeNull();
  });

  it('while the assistant thinks that it needs a person, calls nobody', async () => {
    const shop = await openCoffee();
    const user = await shop.write('верните мне деньги', { external_message_id: 'p' });
    const model = fakeModel({
      classify: async () => {
        await takeBack(shop, 'p');
        return { ...plainClassification, wants_human: true };
      },
    });
    await takeTurn(shop, clock, { ...user, assistant: assistantWith(shop, model) });
    expect(await shop.handovers(user.user_id)).toEqual([]);
    expect(await shop.said(user.conversation_id)).toEqual([]);
  });

  it('while the assistant thinks about more, it thinks again without it', async () => {
    const shop = await openCoffee();
    await shop.write('и десерты', { external_message_id: 'e' });
    const user = await shop.write('какой кофе вы варите?');
    let taken = false;
    const model = fakeModel({
      classify: () => ({ ...plainClassification, intent: 'menu' }),
      answer: async ({ messages }) => {
        if (!taken) await takeBack(shop, 'e');
        taken = true;
        const reads = messages.some(({ content }) => content.includes('десерты'));
        return { action: 'answer', text: reads ? 'Флэт уайт и чизкейк' : 'Флэт уайт' };
      },
    });
    await takeTurn(shop, clock, { ...user, assistant: assistantWith(shop, model) });
    expect((await shop.said(user.conversation_id)).map(({ content }) => content)).toEqual(['Флэт уайт']);
  });

  it('shows as deleted where it stands in the topic, and in the card', async () => {
    const shop = await openCoffee({ topic_mode: 'always' });
    const group = new Group(database, shop);
    const user = await shop.write('мне нужен человек', { external_message_id: 'f' });
    await callPerson(database, shop, user);
    await mirror(shop, user);
    await group.deliver();
    const before = group.posts.length;
    await takeBack(shop, 'f');
    expect(shop.rung).toContain('posts');
    await group.deliver();
    expect(group.posts).toHaveLength(before);
    expect(group.find('card').text).toMatch(/мне нужен человек[^]*удалено/);
    expect([...group.all('mirror'), ...group.all('recap')].join()).toMatch(/мне нужен человек[^]*удалено/);
  });

  it('that was answered leaves the answer where it is', async () => {
    const shop = await openCoffee();
    const user = await shop.write('часы работы', { external_message_id: 'g' });
    await takeTurn(shop, clock, user);
    await takeBack(shop, 'g');
    expect(await shop.said(user.conversation_id)).toHaveLength(1);
    expect(await turnDue(shop)).toBeNull();
  });

  it('before it has come, is marked when it comes, and is not answered', async () => {
    const shop = await openCoffee();
    expect(await takeBack(shop, 'h')).toBe('remembered');
    expect(await takeBack(shop, 'h')).toBe('remembered');
    const user = await shop.write('часы работы', { external_message_id: 'h' });
    await takeTurn(shop, clock, user);
    expect(await shop.said(user.conversation_id)).toEqual([]);
    const row = await database.one<{ deleted_at: Date | null }>(
      sql`SELECT deleted_at FROM messages WHERE id = ${user.message_id}`,
    );
    expect(row.deleted_at).not.toBeNull();
  });

  it('belongs to its client: another one with the same ids is not touched', async () => {
    const [shop, other] = [await openCoffee(), await openCoffee()];
    const user = await other.write('часы работы', { external_message_id: 'i' });
    expect(await takeBack(shop, 'i')).toBe('remembered');
    await takeTurn(other, clock, user);
    expect(await other.said(user.conversation_id)).toHaveLength(1);
  });
});
