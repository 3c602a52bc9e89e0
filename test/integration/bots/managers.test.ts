import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/database.js';
import { sql } from '../../../src/shared/database.js';
import { openStage } from './stage.js';
import type { Seen, Stage, StoredMessage } from './stage.js';

const { database } = await testDatabase();

describe.each([{ oneBot: false }, { oneBot: true }])('the managers, oneBot: $oneBot', ({ oneBot }) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage(database, { oneBot });
    await stage.start();
  });
  afterEach(() => stage.close());

  const card = (): Promise<Seen> =>
    eventually(
      () =>
        stage.groupChat().find(({ keyboard, thread_id }) => keyboard.length > 0 && thread_id !== null) ??
        false,
    );
  const taken = async (): Promise<{ message: StoredMessage; thread: number }> => {
    const message = await stage.meet('I want a person');
    await stage.callPerson(message);
    const { thread_id } = await card();
    await stage.take(message);
    return { message, thread: thread_id ?? 0 };
  };
  const writes = (what: object): number =>
    stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, ...what }).message_id;

  it('[Take] answers the presser and changes the card; what the taker writes reaches the user and gets a receipt', async () => {
    await stage.callPerson(await stage.meet('I want a person'));
    const { message_id, keyboard, thread_id } = await card();
    const take = keyboard.flat().find(({ text }) => text === 'Take');
    const answer = await stage.telegram.personPresses({
      person: stage.boris.id,
      chat: stage.group,
      messageId: message_id,
      data: take?.callback_data ?? '',
    });
    expect(answer).toMatchObject({ answered: true });
    await eventually(() =>
      expect(stage.groupChat().find((seen) => seen.message_id === message_id)?.text).toContain('Борис'),
    );
    const written = writes({ thread: thread_id ?? 0, text: 'How can I help?' });
    await eventually(() => expect(stage.told()).toContain('How can I help?'));
    await eventually(() =>
      expect(
        stage
          .groupChat()
          .find((seen) => seen.message_id === written)
          ?.reactions.map(({ emoji }) => String(emoji)),
      ).toEqual(['👌']),
    );
  });

  it('photos, voices and files pass both ways', async () => {
    const { thread } = await taken();
    const bytes = Buffer.from('the menu of the day');
    const send = (what: object): unknown =>
      stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', ...what });
    send({ photo: { content: bytes }, text: 'my photo' });
    send({ voice: { content: bytes, duration: 3 } });
    send({ document: { content: bytes, file_name: 'list.txt', mime_type: 'text/plain' } });
    await eventually(() =>
      expect(stage.groupChat().flatMap(({ media }) => media?.kind ?? [])).toEqual([
        'photo',
        'voice',
        'document',
      ]),
    );
    const inTopic = stage.groupChat().filter(({ media }) => media);
    expect(inTopic.map(({ thread_id }) => thread_id)).toEqual([thread, thread, thread]);
    expect(inTopic[0]?.text).toContain('my photo');
    expect(inTopic[2]?.media?.file_name).toBe('list.txt');

    writes({ thread, photo: { content: bytes }, text: 'our photo' });
    writes({ thread, voice: { content: bytes } });
    writes({ thread, document: { content: bytes, file_name: 'menu.pdf' } });
    const got = await eventually(() => {
      const files = stage.userChat().filter(({ media, from }) => media && from.is_bot);
      return files.length === 3 ? files : false;
    });
    expect(got.map(({ media }) => media?.kind)).toEqual(['photo', 'voice', 'document']);
    expect(got[0]?.text).toBe('our photo');
    expect(got[2]?.media?.file_name).toBe('menu.pdf');
    const arrived = await fetch(`${stage.apiRoot}${got[2]?.media?.url ?? ''}`);
    expect(Buffer.from(await arrived.arrayBuffer())).toEqual(bytes);
  });

  it('a file that is too big is refused in words that say why', async () => {
    const { thread } = await taken();
    writes({ thread, document: { file_name: 'film.mkv', pretend_size: 30_000_000 } });
    if (oneBot)
      await eventually(() =>
        expect(stage.userChat().some(({ media }) => media?.file_name === 'film.mkv')).toBe(true),
      );
    else
      await eventually(() => expect(stage.groupChat().some(({ text }) => text.includes('20 MB'))).toBe(true));
  });

  it.each([
    ['Bad Request: not enough rights to send photos to the chat', 'the bot is not allowed to do this'],
    ['Bad Request: PHOTO_INVALID_DIMENSIONS', 'the messenger did not accept the message'],
  ])(
    'a photo the group does not take is told in words, and holds nothing up: %s',
    async (description, why) => {
      const { thread } = await taken();
      const error = { code: 400, description };
      stage.telegram.faults.add({ kind: 'error', method: 'sendPhoto', times: 100, error });
      const send = (what: object): unknown =>
        stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', ...what });
      send({ photo: { content: Buffer.from('a photo') }, text: 'what I see' });
      send({ text: 'and after it' });
      const shown = (): string =>
        stage
          .groupChat()
          .filter(({ thread_id }) => thread_id === thread)
          .map(({ text }) => text)
          .join('\n');
      await eventually(() => expect(shown()).toContain('and after it'));
      expect(shown()).toMatch(/what I see/);
      expect(shown()).toContain(why);
    },
  );

  it('a deleted topic is made again, and nothing is lost', async () => {
    const { thread } = await taken();
    stage.telegram.deleteTopic({ group: stage.group, thread });
    await stage.meet('are you still there?');
    const line = await eventually(
      () =>
        stage
          .groupChat()
          .find(({ text, thread_id }) => thread_id !== thread && text.includes('still there')) ?? false,
    );
    expect(line.thread_id).not.toBeNull();
    await eventually(() =>
      expect(
        stage
          .groupChat()
          .some(({ keyboard, thread_id }) => keyboard.length > 0 && thread_id === line.thread_id),
      ).toBe(true),
    );
  });

  it('a closed topic is opened again', async () => {
    const { thread } = await taken();
    stage.telegram.faults.add({
      method: 'sendMessage',
      chatId: stage.group,
      kind: 'error',
      error: { code: 400, description: 'Bad Request: TOPIC_CLOSED' },
    });
    stage.telegram.closeTopic({ group: stage.group, thread, by: stage.boris.id });
    await stage.meet('knock knock');
    await eventually(() =>
      expect(stage.groupChat().some(({ text }) => text.includes('knock knock'))).toBe(true),
    );
    expect(stage.telegram.journal.list({ method: 'reopenForumTopic', ok: true })).toHaveLength(1);
  });

  it('a card that was deleted by hand is posted again when it changes', async () => {
    await stage.callPerson(await stage.meet('I want a person'));
    const { message_id, keyboard, thread_id } = await card();
    const messageId = message_id;
    stage.telegram.personDeletes({ person: stage.boris.id, chat: stage.group, messageId });
    expect(keyboard.length).toBeGreaterThan(0);
    stage.telegram.personSends({
      person: stage.boris.id,
      chat: stage.group,
      thread: thread_id ?? 0,
      text: '/take',
    });
    await eventually(() =>
      expect(
        stage
          .groupChat()
          .some(
            (seen) =>
              seen.keyboard.length > 0 && seen.message_id !== messageId && seen.text.includes('Борис'),
          ),
      ).toBe(true),
    );
  });

  it('a group that moves takes everything with it', async () => {
    await taken();
    const moved = stage.telegram.migrateGroup({ group: stage.group }).id;
    await stage.meet('where did you go?');
    await eventually(() =>
      expect(stage.groupChat(moved).some(({ text }) => text.includes('where did you go?'))).toBe(true),
    );
    const settings = await database.one<{ telegram_chat_id: string }>(sql`
      SELECT telegram_chat_id FROM client_settings WHERE client_id = ${stage.client_id}`);
    expect(settings.telegram_chat_id).toBe(String(moved));
  });

  it('what is written in a group of no client is passed over; only how to connect it is said, once', async () => {
    const other = stage.telegram.createGroup({ title: 'Elsewhere', creator: stage.boris.id }).id;
    stage.telegram.promoteMember({ group: other, member: stage.managersBot.username });
    stage.telegram.personSends({ person: stage.boris.id, chat: other, text: '/queue' });
    await taken();
    const said = stage.groupChat(other).filter(({ from }) => from.is_bot);
    expect(said.map(({ text }) => text)).toEqual([expect.stringContaining('/connect CODE')]);
  });

  it('when Telegram asks to wait, the card waits and comes', async () => {
    const message = await stage.meet('help');
    const error = { code: 429, description: 'Too Many Requests: retry after 1', retry_after: 1 };
    stage.telegram.faults.add({ method: 'createForumTopic', kind: 'error', error });
    await stage.callPerson(message);
    await card();
  });

  it('a bot that may not make topics posts the card to the group itself: nobody is forgotten', async () => {
    const member = stage.managersBot.username;
    stage.telegram.promoteMember({ group: stage.group, member, can_manage_topics: false });
    await stage.callPerson(await stage.meet('help'));
    await eventually(() => {
      const found = stage.groupChat().find(({ keyboard }) => keyboard.length > 0);
      expect(found?.thread_id).toBeNull();
    });
  });

  it('in a group without topics the card stands in the group, and a reply to it reaches the user', async () => {
    const flat = stage.telegram.createGroup({ title: 'Flat', creator: stage.boris.id }).id;
    stage.telegram.promoteMember({ group: flat, member: stage.managersBot.username });
    await database.query(sql`
      UPDATE client_settings SET telegram_chat_id = ${String(flat)}, group_is_forum = NULL WHERE client_id = ${stage.client_id}`);
    const message = await stage.meet('help');
    await stage.callPerson(message);
    const { message_id } = await eventually(
      () => stage.groupChat(flat).find(({ keyboard }) => keyboard.length > 0) ?? false,
    );
    await stage.take(message);
    stage.telegram.personSends({
      person: stage.boris.id,
      chat: flat,
      text: 'on my way',
      replyTo: message_id,
    });
    await eventually(() => expect(stage.told()).toContain('on my way'));
  });
});

describe('one bot for the managers of two clients', () => {
  it("each group sees its own client's users and nobody else's", async () => {
    const stage = await openStage(database);
    try {
      const other = await stage.addOtherClient('other_shop_bot');
      await stage.start();
      await stage.callPerson(await stage.meet('I am at the first shop'));
      await other.callPerson('I am at the second shop');
      const texts = (group: number): string =>
        stage
          .groupChat(group)
          .map(({ text }) => text)
          .join('\n');
      await eventually(() => expect(texts(stage.group)).toContain('I am at the first shop'));
      await eventually(() => expect(texts(other.group)).toContain('I am at the second shop'));
      expect(texts(stage.group)).not.toContain('second');
      expect(texts(other.group)).not.toContain('first');
    } finally {
      await stage.close();
    }
  });
});
