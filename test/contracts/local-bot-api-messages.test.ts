import { Bot, GrammyError, InputFile } from 'grammy';
import { createLocalTelegram, type LocalTelegram } from '../../playground/bot-api/local-telegram.js';

let telegram: LocalTelegram;
let apiRoot: string;
let now: number;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  telegram = await createLocalTelegram({ now: () => now });
  apiRoot = await telegram.listen();
});

afterEach(async () => telegram.close());

/** A real grammY bot with a customer who has started it. */
function shop() {
  const { token } = telegram.createBot({ username: 'shop_bot', first_name: 'Shop' });
  const anna = telegram.createPerson({ first_name: 'Anna', username: 'anna' });
  telegram.personStartsBot({ person: anna.id, bot: 'shop_bot' });
  return { token, anna, api: new Bot(token, { client: { apiRoot } }).api };
}

async function refusal(call: Promise<unknown>): Promise<{ error_code: number; description: string }> {
  const error = await call.then(() => null, (reason: unknown) => reason);
  if (!(error instanceof GrammyError)) throw new Error(`expected a refusal, got ${String(error)}`);
  return { error_code: error.error_code, description: error.description };
}

describe('a bot and a customer', () => {
  it('knows itself', async () => {
    const { api } = shop();
    expect(await api.getMe()).toMatchObject({ is_bot: true, username: 'shop_bot', can_read_all_group_messages: false });
  });

  it('gets what the customer writes, with the command marked', async () => {
    const { api, anna } = shop();
    telegram.personSends({ person: anna.id, chat: 'shop_bot', text: 'Здравствуйте' });
    const [start, hello] = await api.getUpdates();
    expect(start?.message).toMatchObject({ text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 6 }] });
    expect(hello?.message).toMatchObject({ text: 'Здравствуйте', chat: { id: anna.id, type: 'private' }, from: { username: 'anna' } });
    expect(hello?.message?.message_id).toBeGreaterThan(start?.message?.message_id ?? 0);
  });

  it('formats HTML, edits, and refuses an edit that changes nothing', async () => {
    const { api, anna } = shop();
    const sent = await api.sendMessage(anna.id, '  <b>Да</b> &lt;3 ', { parse_mode: 'HTML' });
    expect(sent).toMatchObject({ text: 'Да <3', entities: [{ type: 'bold', offset: 0, length: 2 }] });
    const edited = await api.editMessageText(anna.id, sent.message_id, 'Нет');
    expect(edited).toMatchObject({ text: 'Нет', edit_date: now / 1000 });
    expect((await refusal(api.editMessageText(anna.id, sent.message_id, 'Нет'))).description).toMatch(/^Bad Request: message is not modified: specified new/);
  });

  it.each([
    ['', {}, 'Bad Request: message text is empty'],
    ['   ', {}, 'Bad Request: message text is empty'],
    ['a'.repeat(4097), {}, 'Bad Request: message is too long'],
    ['<h1>x</h1>', { parse_mode: 'HTML' as const }, 'Bad Request: can\'t parse entities: Unsupported start tag "h1" at byte offset 0'],
    ['x', { reply_parameters: { message_id: 99 } }, 'Bad Request: message to be replied not found'],
    ['x', { reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'я'.repeat(33) }]] } }, 'Bad Request: BUTTON_DATA_INVALID'],
  ])('refuses %j %j', async (text, other, description) => {
    const { api, anna } = shop();
    expect(await refusal(api.sendMessage(anna.id, text, other))).toEqual({ error_code: 400, description });
  });

  it('sends a photo up and down again', async () => {
    const { api, anna, token } = shop();
    const sent = await api.sendPhoto(anna.id, new InputFile(Buffer.from('picture'), 'cup.jpg'), { caption: 'Чашка' });
    const largest = sent.photo.at(-1);
    const file = await api.getFile(largest?.file_id ?? '');
    const response = await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`);
    expect(await response.text()).toBe('picture');
    expect(sent.photo.length).toBeGreaterThan(1);
    expect(await api.sendPhoto(anna.id, largest?.file_id ?? '')).toHaveProperty('photo');
  });

  it('answers a press, and refuses to answer after 150 seconds', async () => {
    const { api, anna } = shop();
    const { message_id } = await api.sendMessage(anna.id, 'Ещё?', { reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] } });
    const pressed = telegram.personPresses({ person: anna.id, chat: 'shop_bot', messageId: message_id, data: 'yes' });
    const press = (await api.getUpdates()).at(-1)?.callback_query;
    expect(press).toMatchObject({ data: 'yes', from: { id: anna.id }, message: { message_id, text: 'Ещё?' } });
    await api.answerCallbackQuery(press?.id ?? '', { text: 'Хорошо', show_alert: true });
    expect(await pressed).toEqual({ answered: true, text: 'Хорошо', show_alert: true });
    now += 151_000;
    expect((await refusal(api.answerCallbackQuery(press?.id ?? ''))).description).toMatch(/query is too old/);
  });
});
