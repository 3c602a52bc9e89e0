import { sql } from '../../src/shared/database.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Customer } from './support/people.js';
import type { Shop, ShopOptions } from './support/shop.js';
import { takenRequest } from './support/steps.js';

const installation = await startInstallation();

/** A shop whose voice notes are heard. */
const newShop = (options: ShopOptions = {}): Promise<Shop> =>
  installation.newClient({ ...options, settings: { media_action: 'transcribe', ...options.settings } });

/** What the model hears in whatever is said to this shop. */
function hears(shop: Shop, text: string): void {
  installation.secrets.add(text);
  shop.model.answers.transcribe = () => ({ text });
}

/** A manager's name in the recording tells the model whose it is. */
function speaks(shop: Shop, customer: Customer = shop.customer): number {
  const content = Buffer.from(`OggS ${shop.olga.name}`);
  return customer.sends({ voice: { content, duration: 3 } });
}

/**
 * The seconds pass after which whatever a dead process held is anybody's; however long the next one takes to start, the
 * turn still waits for what is being heard.
 */
async function leasesRunOut({ client_id }: Shop): Promise<void> {
  const { database } = installation;
  await database.query(sql`UPDATE leases SET expires_at = now()`);
  await database.query(sql`
    UPDATE messages SET hear_lease_until = now(), created_at = now() + interval '1 minute'
    WHERE client_id = ${client_id} AND hear_token IS NOT NULL`);
  await database.query(sql`
    UPDATE conversations SET hearing_until = hearing_until + interval '1 minute', turn_due_at = turn_due_at + interval '1 minute'
    WHERE client_id = ${client_id} AND hearing_until IS NOT NULL`);
}

describe('a voice note', () => {
  it('is answered as if it had been written, and is paid for and kept', async () => {
    const shop = await newShop();
    hears(shop, 'Во сколько вы открываетесь?');
    shop.model.answers.classify = () => ({ intent: 'opening_hours', confidence: 0.95 });
    speaks(shop);
    await shop.customer.sees('Мы открыты с 9 до 19.');
    expect(await shop.handovers()).toEqual([]);
    expect((await shop.messages())[0]).toMatchObject({
      ...{ kind: 'voice', content: 'Во сколько вы открываетесь?', intent: 'opening_hours' },
    });
    expect(shop.model.asked.find(({ purpose }) => purpose === 'classify')?.unread).toEqual([
      '[voice] Во сколько вы открываетесь?',
    ]);
    expect(await shop.llmCalls()).toContainEqual(
      expect.objectContaining({ purpose: 'transcribe', outcome: 'ok', tokens_in: 50 }),
    );
    const { cost } = await installation.database.one<{ cost: number }>(sql`
      SELECT cost_usd::float8 AS cost FROM llm_calls
      WHERE client_id = ${shop.client_id} AND purpose = 'transcribe'`);
    expect(cost).toBeGreaterThan(0);
  });

  it('in which a person is asked for calls one, who reads and hears it', async () => {
    const shop = await newShop();
    hears(shop, 'Позовите человека');
    speaks(shop);
    await shop.customer.sees('Зову коллегу, ответ придёт сюда же.');
    expect(await shop.handovers()).toMatchObject([{ reason: 'asked_for_human', trigger_type: 'keyword' }]);
    const topic = await shop.topicOf();
    await topic.card(/услышано: «Позовите человека»/);
    await topic.sees(
      ({ media, text }) => media?.kind === 'voice' && text.includes('🎧 услышано: «Позовите человека»'),
    );
    shop.timur.writes(topic, '/history');
    await topic.sees(/Последнее из переписки[^]*услышано: «Позовите человека»/);
  });

  it('during a request is carried at once, and its words follow under it', async () => {
    const shop = await newShop();
    const topic = await takenRequest(shop);
    hears(shop, 'Где мой заказ?');
    const held = shop.model.hold('transcribe');
    speaks(shop);
    const note = await topic.sees(({ media }) => media?.kind === 'voice');
    expect(note.text).not.toContain('Где мой заказ');
    await held.arrived;
    held.release();
    const heard = await topic.sees(({ text }) => text.includes('услышано: «Где мой заказ?»'));
    expect(heard.message_id).toBe(note.message_id);
    expect(shop.customer.told()).not.toContain('Мы открыты с 9 до 19.');
  });

  it('and what is written behind it are answered together', async () => {
    const shop = await newShop();
    hears(shop, 'Во сколько вы открываетесь?');
    shop.model.answers.classify = () => ({ intent: 'opening_hours', confidence: 0.95 });
    const held = shop.model.hold('transcribe');
    speaks(shop);
    shop.customer.writes('и в выходные?');
    await held.arrived;
    held.release();
    await shop.customer.sees('Мы открыты с 9 до 19.');
    const asked = shop.model.asked.filter(({ purpose }) => purpose === 'classify');
    expect(asked.map(({ unread }) => unread)).toEqual([
      ['[voice] Во сколько вы открываетесь?', 'и в выходные?'],
    ]);
  });

  it.each([
    ['the model fails', () => ({ fail: 400 })],
    ['nothing is said in it', () => ({ text: ' ' })],
  ])('goes to a person when %s, and nobody waits for long', async (_why, answer) => {
    const shop = await newShop();
    shop.model.answers.transcribe = answer;
    speaks(shop);
    await shop.customer.sees('Зову коллегу, ответ придёт сюда же.');
    expect(await shop.handovers()).toMatchObject([{ reason: 'media' }]);
  });

  it('of a client that has no use for it is not heard', async () => {
    const shop = await newShop({ settings: { media_action: 'handover' } });
    speaks(shop);
    await shop.customer.sees('Зову коллегу, ответ придёт сюда же.');
    expect(shop.model.asked.map(({ purpose }) => purpose)).not.toContain('transcribe');
  });
});

// Behind the others: it takes away the processes they need.
describe('kill -9 while a voice note is heard', () => {
  it('loses nothing: it is heard by the next process, and answered once', async () => {
    const shop = await newShop();
    hears(shop, 'Во сколько вы открываетесь?');
    shop.model.answers.classify = () => ({ intent: 'opening_hours', confidence: 0.95 });
    const held = shop.model.hold('transcribe');
    speaks(shop);
    await held.arrived;
    await installation.kill();
    held.release();
    await leasesRunOut(shop);
    await installation.start();
    await shop.customer.sees('Мы открыты с 9 до 19.');
    await eventually(async () =>
      expect((await shop.conversations()).every(({ turn_due_at }) => turn_due_at === null)).toBe(true),
    );
    expect(shop.customer.told()).toEqual(['Мы открыты с 9 до 19.']);
    expect(await shop.handovers()).toEqual([]);
    // Two starts of the program.
  }, 60_000);

  it('and what was heard stands in no log', () => {
    expect(installation.leaks()).toEqual([]);
  });
});
