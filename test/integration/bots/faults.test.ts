import { randomUUID } from 'node:crypto';
import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/database.js';
import { sql } from '../../../src/shared/database.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

const { database } = await testDatabase();

describe('when sending goes wrong', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(database);
    await stage.start();
    await stage.meet();
  });
  afterEach(() => stage.close());

  const fault = (given: Parameters<Stage['telegram']['faults']['add']>[0]): void =>
    stage.telegram.faults.add({ botUsername: 'shop_bot', method: 'sendMessage', ...given });
  const becomes = async (id: Awaited<ReturnType<Stage['say']>>, delivery_status: string): Promise<void> => {
    await eventually(async () => expect(await stage.status(id)).toMatchObject({ delivery_status }));
  };

  it('429 waits as long as Telegram says, and nothing overtakes', async () => {
    fault({
      kind: 'error',
      error: { code: 429, description: 'Too Many Requests: retry after 1', retry_after: 1 },
    });
    await stage.say('first');
    await stage.say('second');
    await eventually(() => expect(stage.told()).toEqual(['first', 'second']));
  });

  it('a connection lost after sending: the bot says it once more, counted', async () => {
    fault({ kind: 'drop-after' });
    const id = await stage.say('hello');
    await becomes(id, 'sent');
    expect(stage.told()).toEqual(['hello', 'hello']);
    expect((await stage.status(id)).metadata['uncertain_resends']).toBe(1);
  });

  it('a connection lost before sending is as unclear to us: once more, and it arrives once', async () => {
    fault({ kind: 'drop-before' });
    const id = await stage.say('hello');
    await becomes(id, 'sent');
    expect(stage.told()).toEqual(['hello']);
  });

  it('after a second unclear outcome the bot does not try a third time', async () => {
    fault({ kind: 'error', error: { code: 502, description: 'Bad Gateway' }, times: 2 });
    const id = await stage.say('hello');
    await becomes(id, 'uncertain');
    expect(stage.told()).toEqual([]);
    await stage.say('next');
    await eventually(() => expect(stage.told()).toEqual(['next']));
  });

  it("a manager's message of unclear outcome is not repeated: the managers are asked", async () => {
    const message = (await stage.messages()).at(-1);
    if (!message) throw new Error('no message');
    await stage.callPerson(message);
    await stage.take(message);
    await eventually(() => expect(stage.groupChat().some(({ keyboard }) => keyboard.length > 0)).toBe(true));
    const thread = stage.groupChat().find(({ keyboard }) => keyboard.length > 0)?.thread_id ?? 0;
    await eventually(() => expect(stage.told().length).toBe(1));
    fault({ kind: 'drop-after' });
    stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, thread, text: 'Boris here' });
    await eventually(() =>
      expect(
        stage.groupChat().some(({ keyboard }) => keyboard.flat().some(({ text }) => text === 'Send again')),
      ).toBe(true),
    );
    expect(stage.told().filter((text) => text === 'Boris here')).toHaveLength(1);
  });

  it("a manager's album of unclear outcome is asked about once, and goes out again as a whole", async () => {
    const message = (await stage.messages()).at(-1);
    if (!message) throw new Error('no message');
    await stage.callPerson(message);
    await stage.take(message);
    const card = await eventually(
      () => stage.groupChat().find(({ keyboard }) => keyboard.length > 0) ?? false,
    );
    await eventually(() => expect(stage.told().length).toBe(1));
    fault({ method: 'sendMediaGroup', kind: 'drop-after' });
    const place = { person: stage.boris.id, chat: stage.group, thread: card.thread_id ?? 0, albumId: 'menu' };
    for (const text of ['page one', 'page two']) stage.telegram.personSends({ ...place, photo: {}, text });
    const pages = (): string[] => stage.told().filter((text) => text.startsWith('page'));
    const asking = await eventually(
      () =>
        stage.groupChat().find(({ keyboard }) => keyboard.flat().some(({ text }) => text === 'Send again')) ??
        false,
    );
    expect(pages()).toEqual(['page one', 'page two']);
    const data = asking.keyboard.flat()[0]?.callback_data ?? '';
    await stage.telegram.personPresses({
      ...{ person: stage.boris.id, chat: stage.group, messageId: asking.message_id, data },
    });
    await eventually(() => expect(pages()).toEqual(['page one', 'page two', 'page one', 'page two']));
    await eventually(async () => {
      const sent = (await stage.messages()).filter(({ album_id }) => album_id === 'menu');
      const outcomes = sent.map(({ delivery_status, external_message_id: id }) => [
        delivery_status,
        id !== null,
      ]);
      expect(outcomes).toEqual([
        ['sent', true],
        ['sent', true],
      ]);
      expect(new Set(sent.map(({ external_message_id: id }) => id)).size).toBe(2);
    });
  });

  it('a refusal is final, with a reason the managers understand', async () => {
    fault({ kind: 'error', error: { code: 400, description: 'Bad Request: chat not found' } });
    const id = await stage.say('hello');
    await becomes(id, 'failed');
    expect(await stage.status(id)).toMatchObject({ delivery_error: 'chat_not_found' });
  });

  it('a revoked token: nothing is lost, and the owner is told what to do', async () => {
    stage.telegram.revokeToken({ bot: 'shop_bot' });
    const id = await stage.say('hello');
    const integration = await eventually(async () => {
      const row = await database.one<{ status: string; status_message: string | null }>(sql`
        SELECT status, status_message FROM integrations WHERE id = ${stage.integration_id}`);
      return row.status === 'error' ? row : false;
    });
    expect(integration.status_message).toMatch(/BotFather/);
    await becomes(id, 'queued');
  });

  it('another program that polls with the same token is named as the cause', async () => {
    stage.telegram.faults.add({
      ...{ botUsername: 'shop_bot', method: 'getUpdates', kind: 'error', times: 4 },
      error: {
        code: 409,
        description:
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      },
    });
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', text: 'wake' });
    const status = async (): Promise<string | null> =>
      (
        await database.one<{ status_message: string | null }>(
          sql`SELECT status_message FROM integrations WHERE id = ${stage.integration_id}`,
        )
      ).status_message;
    await eventually(async () => expect(await status()).toMatch(/Another program/));
    await eventually(async () => expect(await status()).toBeNull());
  });

  it("a customer's photo that can't be fetched is told in words, and a post that can't be read holds up nothing", async () => {
    const broken = randomUUID();
    await database.query(sql`
      INSERT INTO topic_posts (id, client_id, telegram_chat_id, kind, dedupe_key, priority, attempts, payload)
      VALUES (${broken}, ${stage.client_id}, ${String(stage.group)}, 'recap', 'recap:broken', 3, 19,
        '{"conversation_id": "none", "through_seq": 1}')`);
    const message = (await stage.messages()).at(-1);
    if (!message) throw new Error('no message');
    await stage.callPerson(message);
    await eventually(() => expect(stage.groupChat().some(({ keyboard }) => keyboard.length > 0)).toBe(true));
    fault({
      method: 'getFile',
      kind: 'error',
      error: { code: 502, description: 'Bad Gateway' },
      times: 100,
    });
    stage.telegram.personSends({
      person: stage.anna.id,
      chat: 'shop_bot',
      photo: { content: Buffer.from('a photo') },
      text: 'look at this',
    });
    await eventually(async () => {
      await database.query(sql`
        UPDATE topic_posts SET attempts = 5, due_at = now()
        WHERE client_id = ${stage.client_id} AND kind = 'mirror' AND status = 'queued' AND attempts > 0`);
      expect(stage.groupChat().some(({ text }) => text.includes('look at this') && text.includes('📎'))).toBe(
        true,
      );
    });
    expect(await database.one(sql`SELECT status, error FROM topic_posts WHERE id = ${broken}`)).toMatchObject(
      { status: 'failed', error: 'it could not be rendered' },
    );
  });
});
