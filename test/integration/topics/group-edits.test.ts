import { editMessage } from '../../../src/messages/edit-message.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { sql } from '../../../src/shared/database.js';
import { plusMs } from '../../../src/shared/durations.js';
import type { ClientId, TopicPostId } from '../../../src/shared/ids.js';
import { notePieces } from '../../../src/topics/post-pieces.js';
import { onGroupMessageEdited } from '../../../src/topics/on-group-edit.js';
import { onGroupReaction } from '../../../src/topics/on-group-reaction.js';
import { mirrorConversation } from '../../../src/topics/mirror-conversation.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga, timur } from '../../support/group.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** A shop with an open request, its topic, and somebody who edits there. */
async function requested(settings: Record<string, unknown> = {}) {
  const shop = await openShop(database, clock, { intents: coffeeIntents, settings });
  const group = new Group(database, shop);
  const { conversation_id, user_id } = await shop.write('позовите человека');
  await takeTurn(shop, clock, { conversation_id });
  await group.deliver();
  const { client_id, integration_id, tools } = shop;
  const show = async (): Promise<void> => {
    await mirrorConversation(tools, { client_id, conversation_id });
    await group.deliver();
  };
  let edits = 0;
  return {
    shop,
    group,
    show,
    edit: async (message_id: number, text: string, { from = timur, ago = 0 } = {}) => {
      const [, name, args = ''] = /^\/(\w+)\s*([^]*)$/.exec(text) ?? [];
      return onGroupMessageEdited(tools, {
        ...(await group.place()),
        ...{ thread_id: 51, is_forum: true, message_id, from, kind: 'text', text, media: null, details: {} },
        ...{ album_id: null, unsupported_kind: null, reply_to_message_id: null, sent_at: clock.now() },
        command: name === undefined ? null : { name, args },
        edited_at: plusMs(clock.now(), (edits += 1) * 1_000 - ago),
      });
    },
    userEdits: (external_message_id: string, text: string) =>
      editMessage(tools, {
        client_id,
        integration_id,
        edit: {
          message: inboundMessage(text, clock.now(), { external_message_id }),
          edited_at: plusMs(clock.now(), (edits += 1) * 1_000),
        },
      }),
    react: async (message_id: number, emoji: string | null, from = timur) =>
      onGroupReaction(tools, {
        ...(await group.place()),
        ...{ message_id, emoji, telegram_user_id: from.telegram_user_id },
      }),
    sent: async () => (await shop.said(conversation_id)).filter(({ role }) => role === 'manager'),
    reactions: () =>
      database.query<{ content: string; reaction: string | null }>(sql`
        SELECT content, reaction FROM messages
        WHERE client_id = ${client_id} AND user_id = ${user_id} AND reaction IS NOT NULL`),
  };
}

describe('a note that is edited', () => {
  it('into a command stays what it was: nobody wants a customer to read a command', async () => {
    const { shop, group, edit, sent } = await requested();
    await database.query(sql`
      INSERT INTO saved_replies (client_id, name, text) VALUES (${shop.client_id}, 'adres', 'Мы на Абая 10.')`);
    const reply = await group.write('/r adres');
    await group.deliver();
    await edit(reply, '/r adress');
    await group.press(group.find('offer'), 'Беру и отправить');
    expect(await sent()).toMatchObject([{ content: 'Мы на Абая 10.' }]);
  });

  it('is sent as it reads now, and an older edit does not bring back what it said', async () => {
    const { group, edit, sent } = await requested();
    const note = await group.write('первое');
    await group.deliver();
    await edit(note, 'второе');
    await edit(note, 'устаревшее', { ago: 60_000 });
    await group.press(group.find('offer'), 'Беру и отправить');
    expect(await sent()).toMatchObject([{ content: 'второе' }]);
  });

  it('is not sent once it was made an internal one, though the button was still there to be pressed', async () => {
    const { group, edit, sent } = await requested();
    const note = await group.write('он странный');
    await group.deliver();
    const offer = group.find('offer');
    await edit(note, '// он странный');
    const { text } = await group.press(offer, 'Беру и отправить');
    expect(text).not.toBe('');
    expect(await sent()).toEqual([]);
    await group.deliver();
    expect(group.all('offer')).toEqual([]);
    await group.write('здравствуйте');
    await group.deliver();
    expect(group.find('offer').buttons).toEqual(['Беру и отправить']);
  });

  it('keeps what stands behind /note, and is nothing that we keep when it was another command', async () => {
    const { group, edit, shop } = await requested();
    const note = await group.write('/note перезвонить');
    const command = await group.write('/info');
    expect(await edit(note, '/note перезвонить в пятницу')).toBe(true);
    expect(await edit(command, '/queue')).toBe(false);
    const rows = await database.query(sql`
      SELECT payload->>'text' AS text FROM topic_posts WHERE client_id = ${shop.client_id} AND kind = 'note'`);
    expect(rows).toEqual([{ text: 'перезвонить в пятницу' }]);
  });
});

describe('what a user edited', () => {
  it('is shown in the one message that several lines were merged into', async () => {
    const { group, shop, show, userEdits } = await requested();
    for (const text of ['раз', 'два', 'три', 'четыре']) await shop.write(text, { external_message_id: text });
    await show();
    await userEdits('два', 'двадцать');
    await group.deliver();
    const merged = group.find('mirror', 'раз');
    expect(merged.text).toMatch(/раз\nдвадцать ✏️ изменено\nбыло: два\nтри/);
    expect(merged.edits).toBe(1);
  });

  it('is quoted by the card as it reads now, and told by the recap', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const group = new Group(database, shop);
    const { conversation_id } = await shop.write('позовите человека', { external_message_id: 'call' });
    await takeTurn(shop, clock, { conversation_id });
    await group.deliver();
    const message = inboundMessage('позовите человека, срочно', clock.now(), { external_message_id: 'call' });
    const { client_id, integration_id } = shop;
    await editMessage(shop.tools, {
      ...{ client_id, integration_id },
      edit: { message, edited_at: plusMs(clock.now(), 1_000) },
    });
    await group.deliver();
    expect(group.find('card').text).toContain('позовите человека, срочно');
    expect(group.find('recap').text).toContain('позовите человека, срочно ✏️ изменено');
    expect(await shop.handovers((await shop.write('x')).user_id)).toHaveLength(1);
  });
});

describe('a reaction in the topic', () => {
  it('goes to the user from the taker, or from any manager where any may answer', async () => {
    for (const reply_policy of ['taker', 'any_manager']) {
      const { group, shop, show, react, reactions } = await requested({ reply_policy });
      await shop.write('смотрите');
      await show();
      const line = group.find('mirror', 'смотрите').id;
      expect(await react(line, '👍')).not.toBeNull();
      await group.write('/take');
      await group.write('я тоже тут', { from: olga });
      expect(await react(line, '🔥', olga)).toEqual(reply_policy === 'taker' ? expect.any(String) : null);
      expect(await react(line, '❤')).toBeNull();
      expect(await reactions()).toEqual([{ content: 'смотрите', reaction: '❤' }]);
      expect(await react(line, null)).toBeNull();
      expect(await reactions()).toEqual([]);
    }
  });

  it('on what the bot or a manager said goes nowhere', async () => {
    const { group, react } = await requested();
    await group.write('/take');
    const said = await group.write('здравствуйте');
    expect(await react(said, '👍')).toEqual(expect.any(String));
    expect(await react(group.find('card').id, '👍')).toEqual(expect.any(String));
  });
});

describe('a line so long that it stands in the group as two messages', () => {
  it('is reacted to, replied to and looked around by either of them', async () => {
    const { group, shop, show, react, reactions } = await requested();
    const { message_id } = await shop.write('длинный рассказ');
    await show();
    await group.write('/take');
    const piece = 7_001;
    await notePieces(database, await postOf(shop.client_id, group.find('mirror', 'длинный').id), [piece]);
    expect(await react(piece, '❤')).toBeNull();
    expect(await reactions()).toEqual([{ content: 'длинный рассказ', reaction: '❤' }]);
    await group.write('отвечаю на вторую половину', { reply_to_message_id: piece });
    const answer = await database.one(sql`
      SELECT reply_to_message_id FROM messages WHERE client_id = ${shop.client_id} AND role = 'manager'`);
    expect(answer).toEqual({ reply_to_message_id: message_id });
    await group.write('/history 3', { reply_to_message_id: piece });
    await group.deliver();
    expect(group.find('text').text).toContain('длинный рассказ');
  });

  it('is taken back by either of them', async () => {
    const { group, shop, show } = await requested();
    const { conversation_id } = await shop.write('расскажите');
    await queueMessage(
      database,
      { client_id: shop.client_id, conversation_id, role: 'system', content: 'длинный ответ' },
      clock.now(),
    );
    await show();
    await notePieces(database, await postOf(shop.client_id, group.find('mirror', 'длинный').id), [7_002]);
    await group.write('/del', { reply_to_message_id: 7_002 });
    expect((await shop.said(conversation_id)).at(-1)).toMatchObject({ delivery_status: 'dropped' });
  });
});

async function postOf(
  client_id: ClientId,
  external_id: number,
): Promise<{ client_id: ClientId; id: TopicPostId }> {
  return database.one(sql`
    SELECT client_id, id FROM topic_posts WHERE client_id = ${client_id} AND external_id = ${external_id} LIMIT 1`);
}
