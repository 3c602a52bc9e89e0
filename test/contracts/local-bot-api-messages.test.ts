import { InputFile } from 'grammy';
import { refusal, serveTelegram, type ServedTelegram } from '../support/local-bot-api.js';

let served: ServedTelegram;

beforeEach(async () => {
  served = await serveTelegram();
});

afterEach(async () => served.telegram.close());

/** A real grammY bot with a customer who has started it. */
function shop() {
  const anna = served.telegram.createPerson({ first_name: 'Anna', username: 'anna' });
  const bot = served.newBot('shop_bot');
  served.telegram.personStartsBot({ person: anna.id, bot: 'shop_bot' });
  return { ...bot, anna };
}

describe('a bot and a customer', () => {
  it('knows itself', async () => {
    const { api } = shop();
    expect(await api.getMe()).toMatchObject({
      is_bot: true,
      username: 'shop_bot',
      can_read_all_group_messages: false,
    });
  });

  it('gets what the customer writes, with the command marked', async () => {
    const { api, anna } = shop();
    served.telegram.personSends({ person: anna.id, chat: 'shop_bot', text: 'Здравствуйте' });
    const [start, hello] = await api.getUpdates();
    expect(start?.message).toMatchObject({
      text: '/start',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    });
    expect(hello?.message).toMatchObject({
      text: 'Здравствуйте',
      chat: { id: anna.id, type: 'private' },
      from: { username: 'anna' },
    });
    expect(hello?.message?.message_id).toBeGreaterThan(start?.message?.message_id ?? 0);
  });

  it('formats HTML, edits, and refuses an edit that changes nothing', async () => {
    const { api, anna } = shop();
    const sent = await api.sendMessage(anna.id, '  <b>Да</b> &lt;3 ', { parse_mode: 'HTML' });
    expect(sent).toMatchObject({ text: 'Да <3', entities: [{ type: 'bold', offset: 0, length: 2 }] });
    const edited = await api.editMessageText(anna.id, sent.message_id, 'Нет');
    expect(edited).toMatchObject({ text: 'Нет', edit_date: expect.any(Number) });
    expect((await refusal(api.editMessageText(anna.id, sent.message_id, 'Нет'))).description).toMatch(
      /^Bad Request: message is not modified: specified new/,
    );
  });

  it.each([
    ['', {}, 'Bad Request: message text is empty'],
    ['   ', {}, 'Bad Request: message text is empty'],
    ['a'.repeat(4097), {}, 'Bad Request: message is too long'],
    [
      '<h1>x</h1>',
      { parse_mode: 'HTML' as const },
      'Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 0',
    ],
    ['x', { reply_parameters: { message_id: 99 } }, 'Bad Request: message to be replied not found'],
    [
      'x',
      { reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'я'.repeat(33) }]] } },
      'Bad Request: BUTTON_DATA_INVALID',
    ],
  ])('refuses %j %j', async (text, other, description) => {
    const { api, anna } = shop();
    expect(await refusal(api.sendMessage(anna.id, text, other))).toMatchObject({
      error_code: 400,
      description,
    });
  });

  it('sends a photo up and down again', async () => {
    const { api, anna, token } = shop();
    const sent = await api.sendPhoto(anna.id, new InputFile(Buffer.from('picture'), 'cup.jpg'), {
      caption: 'Чашка',
    });
    const largest = sent.photo.at(-1);
    const file = await api.getFile(largest?.file_id ?? '');
    const response = await fetch(`${served.apiRoot}/file/bot${token}/${file.file_path}`);
    expect(await response.text()).toBe('picture');
    expect(sent.photo.length).toBeGreaterThan(1);
    expect(await api.sendPhoto(anna.id, largest?.file_id ?? '')).toHaveProperty('photo');
  });

  it('answers a press, and refuses to answer after 150 seconds', async () => {
    const { api, anna } = shop();
    const { message_id } = await api.sendMessage(anna.id, 'Ещё?', {
      reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] },
    });
    const pressed = served.telegram.personPresses({
      person: anna.id,
      chat: 'shop_bot',
      messageId: message_id,
      data: 'yes',
    });
    const press = (await api.getUpdates()).at(-1)?.callback_query;
    expect(press).toMatchObject({
      data: 'yes',
      from: { id: anna.id },
      message: { message_id, text: 'Ещё?' },
    });
    await api.answerCallbackQuery(press?.id ?? '', { text: 'Хорошо', show_alert: true });
    expect(await pressed).toEqual({ answered: true, text: 'Хорошо', show_alert: true });
    served.pass(151);
    expect((await refusal(api.answerCallbackQuery(press?.id ?? ''))).description).toMatch(/query is too old/);
  });

  it('copies messages, and deletes its own', async () => {
    const { api, anna } = shop();
    const sent = served.telegram.personSends({ person: anna.id, chat: 'shop_bot', photo: {}, text: 'Вот' });
    const copy = await api.copyMessage(anna.id, anna.id, sent.message_id, { caption: 'Копия' });
    await api.editMessageCaption(anna.id, copy.message_id, { caption: 'Правка' });
    expect(await api.deleteMessage(anna.id, copy.message_id)).toBe(true);
    expect((await refusal(api.deleteMessage(anna.id, copy.message_id))).description).toBe(
      'Bad Request: message to delete not found',
    );
    expect((await refusal(api.editMessageText(anna.id, copy.message_id, 'x'))).description).toBe(
      'Bad Request: message to edit not found',
    );
    expect((await refusal(api.copyMessage(anna.id, anna.id, copy.message_id))).description).toBe(
      'Bad Request: message to copy not found',
    );
    expect((await refusal(api.editMessageText(anna.id, sent.message_id, 'x'))).description).toBe(
      "Bad Request: message can't be edited",
    );
  });

  it('takes the keyboard of a message away', async () => {
    const { api, anna } = shop();
    const reply_markup = { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] };
    const sent = await api.sendMessage(anna.id, 'x', { reply_markup });
    expect(sent).toMatchObject({ reply_markup });
    expect(await api.editMessageReplyMarkup(anna.id, sent.message_id)).not.toHaveProperty('reply_markup');
    expect((await refusal(api.editMessageReplyMarkup(anna.id, sent.message_id))).description).toMatch(
      /message is not modified/,
    );
  });

  it('replies, and sends without the reply when the message is gone and that is allowed', async () => {
    const { api, anna } = shop();
    const { message_id } = served.telegram.personSends({
      person: anna.id,
      chat: 'shop_bot',
      text: 'Есть чай?',
    });
    const reply = await api.sendMessage(anna.id, 'Да', { reply_parameters: { message_id } });
    expect(reply.reply_to_message).toMatchObject({ message_id, text: 'Есть чай?' });
    served.telegram.personDeletes({ person: anna.id, chat: 'shop_bot', messageId: message_id });
    const alone = await api.sendMessage(anna.id, 'Да', {
      reply_parameters: { message_id, allow_sending_without_reply: true },
    });
    expect(alone.reply_to_message).toBeUndefined();
  });

  it('sends every kind of file, a place and a contact', async () => {
    const { api, anna } = shop();
    const file = () => new InputFile(Buffer.from('bytes'), 'a.bin');
    expect(await api.sendVoice(anna.id, file(), { duration: 3 })).toMatchObject({
      voice: { duration: 3, file_size: 5 },
    });
    expect(await api.sendDocument(anna.id, file())).toMatchObject({ document: { file_name: 'a.bin' } });
    expect(await api.sendAudio(anna.id, file())).toHaveProperty('audio');
    expect(await api.sendVideo(anna.id, file())).toHaveProperty('video');
    expect(await api.sendVideoNote(anna.id, file())).toHaveProperty('video_note');
    expect(await api.sendSticker(anna.id, file())).toHaveProperty('sticker');
    expect(await api.sendAnimation(anna.id, file())).toHaveProperty('animation');
    expect(await api.sendLocation(anna.id, 43.2, 76.9)).toMatchObject({ location: { latitude: 43.2 } });
    expect(await api.sendContact(anna.id, '+77010000000', 'Olga')).toMatchObject({
      contact: { first_name: 'Olga' },
    });
    expect(await api.sendChatAction(anna.id, 'typing')).toBe(true);
  });

  it('sends an album as messages that share an id', async () => {
    const { api, anna } = shop();
    const photo = (name: string) => ({
      type: 'photo' as const,
      media: new InputFile(Buffer.from(name), name),
    });
    const [first, second] = await api.sendMediaGroup(anna.id, [photo('1.jpg'), photo('2.jpg')]);
    expect(first).toMatchObject({ media_group_id: expect.any(String), photo: expect.any(Array) });
    expect(second).toHaveProperty('media_group_id', Reflect.get(first ?? {}, 'media_group_id'));
  });

  it("refuses another bot's file and what is over 20 MB", async () => {
    const { api, anna } = shop();
    const other = served.newBot('other_bot');
    const big = { pretend_size: 21 * 1024 * 1024, file_name: 'film.mp4' };
    served.telegram.personSends({ person: anna.id, chat: 'shop_bot', document: big });
    const fileId = (await api.getUpdates()).at(-1)?.message?.document?.file_id ?? '';
    expect((await refusal(api.getFile(fileId))).description).toBe('Bad Request: file is too big');
    expect((await refusal(other.api.getFile(fileId))).description).toMatch(/wrong file_id/);
    served.telegram.personStartsBot({ person: anna.id, bot: 'other_bot' });
    expect((await refusal(other.api.sendDocument(anna.id, fileId))).description).toMatch(
      /wrong file identifier/,
    );
    expect((await refusal(api.sendVoice(anna.id, fileId))).description).toBe(
      "Bad Request: can't use file of type Document as Voice",
    );
  });

  it('reacts with emoji of the list only', async () => {
    const { api, anna } = shop();
    const { message_id } = served.telegram.personSends({
      person: anna.id,
      chat: 'shop_bot',
      text: 'Спасибо',
    });
    for (const emoji of ['👌', '👀', '💔', '❤'] as const) {
      expect(await api.setMessageReaction(anna.id, message_id, [{ type: 'emoji', emoji }])).toBe(true);
    }
    const check = [{ type: 'emoji', emoji: '✓' as never }] as const;
    expect((await refusal(api.setMessageReaction(anna.id, message_id, [...check]))).description).toBe(
      'Bad Request: REACTION_INVALID',
    );
  });

  it('sees edits, blocking and coming back', async () => {
    const { api, anna } = shop();
    const { message_id } = served.telegram.personSends({ person: anna.id, chat: 'shop_bot', text: 'Превет' });
    served.telegram.personEdits({ person: anna.id, chat: 'shop_bot', messageId: message_id, text: 'Привет' });
    served.telegram.personBlocksBot({ person: anna.id, bot: 'shop_bot' });
    expect(await refusal(api.sendMessage(anna.id, 'x'))).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
    served.telegram.personStartsBot({ person: anna.id, bot: 'shop_bot', payload: 'ad' });
    const [edited, blocked, back, start] = (await api.getUpdates()).slice(-4);
    expect(edited?.edited_message).toMatchObject({
      message_id,
      text: 'Привет',
      edit_date: expect.any(Number),
    });
    expect(blocked?.my_chat_member?.new_chat_member.status).toBe('kicked');
    expect(back?.my_chat_member?.new_chat_member.status).toBe('member');
    expect(start?.message?.text).toBe('/start ad');
  });

  it('refuses chats it does not know', async () => {
    const { api } = shop();
    const stranger = served.telegram.createPerson({ first_name: 'Boris' });
    expect(await refusal(api.sendMessage(1, 'x'))).toMatchObject({
      error_code: 400,
      description: 'Bad Request: chat not found',
    });
    expect((await refusal(api.sendMessage(-1001, 'x'))).description).toBe('Bad Request: chat not found');
    expect(await refusal(api.sendMessage(stranger.id, 'x'))).toMatchObject({ error_code: 403 });
  });

  it('keeps its commands by scope', async () => {
    const { api } = shop();
    const commands = [{ command: 'human', description: 'Позвать человека' }];
    await api.setMyCommands(commands, { scope: { type: 'all_private_chats' } });
    expect(await api.getMyCommands({ scope: { type: 'all_private_chats' } })).toEqual(commands);
    expect(await api.getMyCommands()).toEqual([]);
  });
});
