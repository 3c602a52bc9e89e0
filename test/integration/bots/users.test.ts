import { botIdOf, telegramMessageId } from '../../../bots/telegram/ids.js';
import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/database.js';
import { sql } from '../../../src/shared/database.js';
import { createLogger } from '../../../src/shared/logger.js';
import { openStage } from './stage.js';
import type { Stage, StoredMessage } from './stage.js';

const { database } = await testDatabase();

describe('a user and the bot', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(database);
    await stage.start();
  });
  afterEach(() => stage.close());

  const numberOf = (external_message_id: string | null): number =>
    telegramMessageId(external_message_id ?? '', botIdOf(stage.shopBot.token)) ?? 0;
  const stored = async (message_id: number): Promise<StoredMessage> =>
    eventually(
      async () =>
        (await stage.messages()).find(
          ({ external_message_id }) => numberOf(external_message_id) === message_id,
        ) ?? false,
    );

  it('what the user writes is stored, and what is queued for the user arrives', async () => {
    const message = await stage.meet('Do you deliver?');
    expect(message).toMatchObject({ role: 'user', kind: 'text', content: 'Do you deliver?' });
    const id = await stage.say('Yes, we do.');
    await eventually(() => expect(stage.told()).toEqual(['Yes, we do.']));
    await eventually(async () => expect(await stage.status(id)).toMatchObject({ delivery_status: 'sent' }));
  });

  it('every kind is stored: what has no kind as unsupported, under Telegram’s name', async () => {
    await stage.meet();
    const send = (what: object): number =>
      stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', ...what }).message_id;
    const kinds: [object, string, string | null][] = [
      [{ photo: {}, text: 'look' }, 'image', null],
      [{ voice: {} }, 'voice', null],
      [{ document: { file_name: 'menu.pdf' } }, 'document', null],
      [{ sticker: {} }, 'sticker', null],
      [{ audio: {} }, 'audio', null],
      [{ video: {} }, 'video', null],
      [{ video_note: {} }, 'video_note', null],
      [{ animation: {} }, 'video', null],
      [{ location: { latitude: 43.2, longitude: 76.9 } }, 'location', null],
      [{ contact: { phone_number: '+77010000000', first_name: 'Boris' } }, 'contact', null],
      [{ raw: { dice: { emoji: '🎲', value: 4 } } }, 'text', null],
      [{ raw: { poll: { question: 'Tea?', options: [{ text: 'yes' }, { text: 'no' }] } } }, 'text', null],
      [{ raw: { story: { id: 4 } } }, 'unsupported', 'story'],
      [{ raw: { checklist: { title: 'Shopping' } } }, 'unsupported', 'checklist'],
      [{ raw: { paid_media: { star_count: 1 } } }, 'unsupported', 'paid_media'],
    ];
    for (const [what, kind, unsupported_kind] of kinds) {
      const message = await stored(send(what));
      expect(message).toMatchObject({ kind });
      expect(message.metadata['unsupported_kind'] ?? null).toBe(unsupported_kind);
    }
  });

  it('an edit changes what is stored and is no message of its own', async () => {
    const message = await stage.meet('first');
    const messageId = numberOf(message.external_message_id);
    stage.telegram.personEdits({ person: stage.anna.id, chat: 'shop_bot', messageId, text: 'changed' });
    const { message_id } = stage.telegram.personSends({
      person: stage.anna.id,
      chat: 'shop_bot',
      text: 'second',
    });
    await stored(message_id);
    await eventually(async () =>
      expect((await stage.messages()).map(({ content }) => content)).toEqual(['/start', 'changed', 'second']),
    );
  });

  it('the same update three times is one message', async () => {
    await stage.meet('once');
    stage.telegram.repeatLastUpdate({ bot: 'shop_bot', times: 2 });
    const { message_id } = stage.telegram.personSends({
      person: stage.anna.id,
      chat: 'shop_bot',
      text: 'after',
    });
    await stored(message_id);
    expect((await stage.messages()).map(({ content }) => content)).toEqual(['/start', 'once', 'after']);
  });

  it('[Talk to a person] is a wish for a person, and the press is answered', async () => {
    await stage.meet();
    await stage.say('I did not get that', {
      role: 'system',
      buttons: [[{ action: 'human', label: 'Talk to a person' }]],
    });
    const notice = await eventually(
      () => stage.userChat().find(({ keyboard }) => keyboard.length > 0) ?? false,
    );
    expect(notice.keyboard[0]?.[0]?.text).toBe('Talk to a person');
    const data = notice.keyboard[0]?.[0]?.callback_data ?? '';
    const answer = await stage.telegram.personPresses({
      person: stage.anna.id,
      chat: 'shop_bot',
      messageId: notice.message_id,
      data,
    });
    expect(answer.answered).toBe(true);
    const press = await eventually(
      async () => (await stage.messages()).find(({ kind }) => kind === 'button') ?? false,
    );
    expect(press).toMatchObject({ content: 'Talk to a person', role: 'user' });
  });

  it('replies are shown as replies, both ways', async () => {
    const question = await stage.meet('Do you deliver?');
    const id = await stage.say('Yes', { reply_to_message_id: question.id });
    await eventually(async () => expect(await stage.status(id)).toMatchObject({ delivery_status: 'sent' }));
    const answer = await eventually(() => stage.userChat().find(({ text }) => text === 'Yes') ?? false);
    expect(answer.reply_to?.message_id).toBe(numberOf(question.external_message_id));
    const { message_id } = stage.telegram.personSends({
      person: stage.anna.id,
      chat: 'shop_bot',
      text: 'how much?',
      replyTo: answer.message_id,
    });
    const reply = await stored(message_id);
    const [linked] = await database.query<{ content: string }>(sql`
      SELECT r.content FROM messages m JOIN messages r ON r.id = m.reply_to_message_id WHERE m.id = ${reply.id}`);
    expect(linked?.content).toBe('Yes');
  });

  it('messages to one user arrive in the order they were said', async () => {
    await stage.meet();
    const words = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    for (const word of words) await stage.say(word);
    await eventually(() => expect(stage.told()).toEqual(words));
  });

  it('a text longer than Telegram takes arrives whole, in pieces', async () => {
    await stage.meet();
    const long = Array.from({ length: 1500 }, (_, index) => `word${index}`).join(' ');
    const id = await stage.say(long);
    await eventually(async () => expect(await stage.status(id)).toMatchObject({ delivery_status: 'sent' }));
    expect(stage.told().length).toBeGreaterThan(1);
    expect(stage.told().join(' ')).toBe(long);
  });

  it('a bot does not answer while a person does: its queued reply is dropped, a notice is not', async () => {
    const message = await stage.meet();
    await database.query(sql`
      INSERT INTO handovers (client_id, conversation_id, user_id, trigger_type, reason)
      VALUES (${stage.client_id}, ${message.conversation_id}, ${message.user_id}, 'manual', 'manual')`);
    const reply = await stage.say('automatic');
    await stage.say('a notice', { role: 'system' });
    await eventually(() => expect(stage.told()).toEqual(['a notice']));
    expect(await stage.status(reply)).toMatchObject({ delivery_status: 'dropped' });
  });

  it('a user who blocks the bot is known as unreachable, and reachable again after /start', async () => {
    const { user_id } = await stage.meet();
    const unreachable = async (): Promise<boolean> => {
      const user = await database.one<{ unreachable_at: Date | null }>(
        sql`SELECT unreachable_at FROM users WHERE id = ${user_id}`,
      );
      return user.unreachable_at !== null;
    };
    stage.telegram.personBlocksBot({ person: stage.anna.id, bot: 'shop_bot' });
    await eventually(async () => expect(await unreachable()).toBe(true));
    const id = await stage.say('are you there?');
    await eventually(async () =>
      expect(await stage.status(id)).toMatchObject({ delivery_status: 'failed', delivery_error: 'blocked' }),
    );
    stage.telegram.personStartsBot({ person: stage.anna.id, bot: 'shop_bot' });
    await eventually(async () => expect(await unreachable()).toBe(false));
  });

  it('a bot that is switched off is left alone, and served again when it is switched on', async () => {
    await stage.meet('hello');
    const set = (status: string): Promise<unknown> =>
      database.query(sql`UPDATE integrations SET status = ${status} WHERE id = ${stage.integration_id}`);
    await set('disconnected');
    const holder = (): Promise<{ held: boolean }> =>
      database.one(sql`SELECT expires_at > now() AS held FROM leases WHERE key = ${stage.sender_key}`);
    await eventually(async () => expect(await holder()).toEqual({ held: false }));
    const { message_id } = stage.telegram.personSends({
      person: stage.anna.id,
      chat: 'shop_bot',
      text: 'anybody?',
    });
    await set('pending');
    await stored(message_id);
    const { status } = await eventually(async () => {
      const row = await database.one<{ status: string }>(
        sql`SELECT status FROM integrations WHERE id = ${stage.integration_id}`,
      );
      return row.status === 'connected' ? row : false;
    });
    expect(status).toBe('connected');
  });
});

describe('the log', () => {
  it('names no token and nothing that anybody wrote', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'trace', to: { write: (line) => void lines.push(line) } });
    const stage = await openStage(database);
    try {
      await stage.start('logged', { tools: { ...stage.tools, logger } });
      const message = await stage.meet('a secret wish');
      for (const kind of ['drop-after', 'drop-before'] as const) {
        stage.telegram.faults.add({ kind, times: 2 });
        await stage.say('a secret answer');
      }
      stage.telegram.faults.add({
        kind: 'error',
        error: { code: 400, description: 'Bad Request: something new' },
      });
      await stage.say('another secret');
      await stage.callPerson(message);
      stage.telegram.personSends({
        person: stage.anna.id,
        chat: 'shop_bot',
        raw: { voice: { file_id: 'secret' } },
      });
      stage.telegram.personSends({
        person: stage.anna.id,
        chat: 'shop_bot',
        photo: {},
        text: 'secret caption',
      });
      await eventually(() => expect(stage.groupChat().some(({ media }) => media)).toBe(true));
    } finally {
      await stage.close();
    }
    expect(lines.length).toBeGreaterThan(3);
    const log = lines.join('');
    expect(log).not.toContain('secret');
    expect(log).not.toContain(stage.shopBot.token);
    expect(log).not.toContain(stage.managersBot.token);
    expect(log).not.toContain('/file/bot');
  });
});
