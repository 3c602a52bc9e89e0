import { refusal, serveTelegram, type ServedTelegram } from '../support/local-bot-api.js';

let served: ServedTelegram;

beforeEach(async () => {
  served = await serveTelegram();
});

afterEach(async () => served.telegram.close());

/** A forum group with an owner and a managers' bot that may manage topics. */
function managers(rights: { can_manage_topics?: boolean } = {}) {
  const { telegram } = served;
  const olga = telegram.createPerson({ first_name: 'Olga' });
  const group = telegram.createGroup({ title: 'Coffee', is_forum: true, creator: olga.id }).id;
  const bot = served.newBot('managers_bot');
  telegram.addMember({ group, member: '@managers_bot', by: olga.id });
  telegram.promoteMember({ group, member: '@managers_bot', ...rights });
  return { ...bot, olga, group };
}

describe('a forum group', () => {
  it('opens a topic whose id is its service message, and lets people answer in it', async () => {
    const { api, group, olga } = managers();
    const topic = await api.createForumTopic(group, 'Anna · +7701');
    const thread = topic.message_thread_id;
    const card = await api.sendMessage(group, 'Карточка', { message_thread_id: thread });
    expect(card).toMatchObject({
      message_thread_id: thread,
      is_topic_message: true,
      reply_to_message: { message_id: thread, forum_topic_created: { name: 'Anna · +7701' } },
      chat: { id: group, type: 'supergroup', is_forum: true },
    });
    served.telegram.personSends({ person: olga.id, chat: group, text: 'Беру', thread });
    served.telegram.personSends({
      person: olga.id,
      chat: group,
      text: 'Ага',
      thread,
      replyTo: card.message_id,
    });
    const [plain, reply] = (await api.getUpdates()).slice(-2);
    expect(plain?.message).toMatchObject({
      message_thread_id: thread,
      reply_to_message: { message_id: thread },
    });
    expect(reply?.message?.reply_to_message).toMatchObject({ message_id: card.message_id, text: 'Карточка' });
  });

  it('leaves what is said in General without a thread', async () => {
    const { api, group, olga } = managers();
    served.telegram.personSends({ person: olga.id, chat: group, text: 'Всем привет' });
    const message = (await api.getUpdates()).at(-1)?.message;
    expect(message).toMatchObject({ text: 'Всем привет' });
    expect(message).not.toHaveProperty('message_thread_id');
    expect(message).not.toHaveProperty('reply_to_message');
  });

  it('renames, closes, reopens and deletes topics', async () => {
    const { api, group } = managers();
    const { message_thread_id } = await api.createForumTopic(group, 'Anna');
    const send = (): Promise<unknown> => api.sendMessage(group, 'x', { message_thread_id });
    await api.editForumTopic(group, message_thread_id, { name: 'Anna K.' });
    expect(
      (await refusal(api.editForumTopic(group, message_thread_id, { name: 'Anna K.' }))).description,
    ).toBe('Bad Request: TOPIC_NOT_MODIFIED');
    await api.closeForumTopic(group, message_thread_id);
    expect((await refusal(send())).description).toBe('Bad Request: TOPIC_CLOSED');
    await api.reopenForumTopic(group, message_thread_id);
    await send();
    await api.deleteForumTopic(group, message_thread_id);
    expect((await refusal(send())).description).toBe('Bad Request: message thread not found');
    expect((await refusal(api.closeForumTopic(group, message_thread_id))).description).toBe(
      'Bad Request: TOPIC_ID_INVALID',
    );
  });

  it('tells the bot when people rename, close and reopen a topic, and nothing when they delete it', async () => {
    const { api, group, olga } = managers();
    const { message_thread_id: thread } = await api.createForumTopic(group, 'Anna');
    served.telegram.renameTopic({ group, thread, name: 'Anna!', by: olga.id });
    served.telegram.closeTopic({ group, thread, by: olga.id });
    served.telegram.reopenTopic({ group, thread, by: olga.id });
    served.telegram.deleteTopic({ group, thread });
    const [renamed, closed, reopened] = (await api.getUpdates()).slice(-3);
    expect(renamed?.message).toMatchObject({
      forum_topic_edited: { name: 'Anna!' },
      message_thread_id: thread,
    });
    expect(closed?.message).toHaveProperty('forum_topic_closed');
    expect(reopened?.message).toHaveProperty('forum_topic_reopened');
  });

  it('refuses topics without the right, and where there are none', async () => {
    const { api, group } = managers({ can_manage_topics: false });
    expect((await refusal(api.createForumTopic(group, 'x'))).description).toBe(
      'Bad Request: not enough rights to create a topic',
    );
    const plain = served.telegram.createGroup({ title: 'Plain' }).id;
    served.telegram.addMember({ group: plain, member: '@managers_bot' });
    expect((await refusal(api.createForumTopic(plain, 'x'))).description).toBe(
      'Bad Request: the chat is not a forum',
    );
    expect((await refusal(api.sendMessage(plain, 'x', { message_thread_id: 5 }))).description).toBe(
      'Bad Request: message thread not found',
    );
  });
});

describe('who gets what in a group', () => {
  it('keeps plain talk from a bot with privacy that is no administrator', async () => {
    const { telegram } = served;
    const olga = telegram.createPerson({ first_name: 'Olga' });
    const group = telegram.createGroup({ title: 'Coffee', creator: olga.id }).id;
    const { api } = served.newBot('quiet_bot');
    telegram.addMember({ group, member: '@quiet_bot' });
    const own = await api.sendMessage(group, 'Я тут');
    const say = (text: string, replyTo?: number): unknown =>
      telegram.personSends({ person: olga.id, chat: group, text, ...(replyTo && { replyTo }) });
    say('болтовня');
    say('/queue');
    say('/queue@other_bot');
    say('@quiet_bot глянь');
    say('ответ', own.message_id);
    const texts = (await api.getUpdates()).map((update) => update.message?.text).filter(Boolean);
    expect(texts).toEqual(['/queue', '@quiet_bot глянь', 'ответ']);
  });

  it("hides bots' messages from other bots", async () => {
    const { api, group } = managers();
    const other = served.newBot('other_bot');
    served.telegram.addMember({ group, member: '@other_bot' });
    served.telegram.promoteMember({ group, member: '@other_bot' });
    await other.api.sendMessage(group, 'от бота');
    expect((await api.getUpdates()).some((update) => update.message?.text === 'от бота')).toBe(false);
  });

  it('shows an anonymous administrator as the group, and names who pressed', async () => {
    const { api, group, olga } = managers();
    served.telegram.promoteMember({ group, member: olga.id, is_anonymous: true });
    served.telegram.personSends({ person: olga.id, chat: group, text: 'тайно' });
    const message = (await api.getUpdates()).at(-1)?.message;
    expect(message).toMatchObject({
      from: { id: 1_087_968_824, username: 'GroupAnonymousBot' },
      sender_chat: { id: group },
    });
    const { message_id } = await api.sendMessage(group, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'Беру', callback_data: 'take' }]] },
    });
    const pressed = served.telegram.personPresses({
      person: olga.id,
      chat: group,
      messageId: message_id,
      data: 'take',
    });
    const query = (await api.getUpdates()).at(-1)?.callback_query;
    expect(query?.from.id).toBe(olga.id);
    await api.answerCallbackQuery(query?.id ?? '');
    expect(await pressed).toMatchObject({ answered: true, text: null });
  });

  it('reports reactions only to an administrator that asked for them', async () => {
    const { api, group, olga } = managers();
    const { message_id } = await api.sendMessage(group, 'x');
    const react = (emoji: string | null): unknown =>
      served.telegram.personReacts({ person: olga.id, chat: group, messageId: message_id, emoji });
    react('👍');
    expect((await api.getUpdates()).some((update) => update.message_reaction)).toBe(false);
    await api.getUpdates({ allowed_updates: ['message', 'message_reaction'] });
    react('💔');
    const reaction = (await api.getUpdates()).at(-1)?.message_reaction;
    expect(reaction).toMatchObject({ message_id, user: { id: olga.id }, new_reaction: [{ emoji: '💔' }] });
    expect(reaction?.old_reaction).toMatchObject([{ emoji: '👍' }]);
  });

  it('tells a bot when it is added, promoted and thrown out', async () => {
    const { api, group, bot } = managers();
    served.telegram.removeMember({ group, member: '@managers_bot' });
    const changes = (await api.getUpdates()).flatMap(
      (update) => update.my_chat_member?.new_chat_member.status ?? [],
    );
    expect(changes).toEqual(['member', 'administrator', 'kicked']);
    expect(await refusal(bot.api.sendMessage(group, 'x'))).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
  });

  it('names the new id of a group that became a supergroup', async () => {
    const { telegram } = served;
    const olga = telegram.createPerson({ first_name: 'Olga' });
    const old = telegram.createGroup({ title: 'Small', type: 'group', creator: olga.id }).id;
    const { api } = served.newBot('small_bot');
    telegram.addMember({ group: old, member: '@small_bot' });
    const { id } = telegram.migrateGroup({ group: old, is_forum: true });
    expect(await refusal(api.sendMessage(old, 'x'))).toEqual({
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: id },
    });
    expect(await api.sendMessage(id, 'x')).toMatchObject({ chat: { id, is_forum: true } });
    expect((await api.getUpdates()).some((update) => update.message?.migrate_to_chat_id === id)).toBe(true);
  });

  it('describes the group and its members', async () => {
    const { api, group, olga, id } = managers();
    const guest = served.telegram.createPerson({ first_name: 'Guest' });
    expect(await api.getChat(group)).toMatchObject({ title: 'Coffee', is_forum: true });
    expect(await api.getChatMemberCount(group)).toBe(2);
    expect(await api.getChatMember(group, id)).toMatchObject({
      status: 'administrator',
      can_manage_topics: true,
    });
    expect(await api.getChatMember(group, guest.id)).toMatchObject({ status: 'left' });
    expect((await refusal(api.getChatMember(group, 1))).description).toBe(
      'Bad Request: PARTICIPANT_ID_INVALID',
    );
    const admins = await api.getChatAdministrators(group);
    expect(admins.map((admin) => admin.user.id)).toEqual([olga.id, id]);
    expect(await api.leaveChat(group)).toBe(true);
    expect((await refusal(api.sendMessage(group, 'x'))).description).toBe(
      'Forbidden: bot is not a member of the supergroup chat',
    );
  });
});
