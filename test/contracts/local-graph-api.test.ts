import { signatureOf, webhookBody } from '../../playground/graph-api/sign.js';
import { recorded } from '../support/cloud-fixtures.js';
import { eventually } from '../support/eventually.js';
import { itemsOf, serveGraph } from '../support/local-graph.js';
import type { Answered, GraphOnStage } from '../support/local-graph.js';

const anna = '77010000001';
let stage: GraphOnStage;
/** Milliseconds since 1970; stands still until it is moved. */
let now: number;

async function open(options: Parameters<typeof serveGraph>[0] = {}): Promise<GraphOnStage> {
  now = Date.parse('2026-11-22T10:00:00Z');
  stage = await serveGraph({ now: () => now, ...options });
  return stage;
}
afterEach(() => stage.close());

/** Anna writes, which opens the 24 hours. */
function annaSends(what: object = { text: 'Здравствуйте' }): string {
  const { graph, phone_number_id } = stage;
  return graph.customerSends({ phone_number_id, from: anna, name: 'Анна', ...what }).id;
}
const shown = () => stage.graph.shown({ phone_number_id: stage.phone_number_id, customer: anna });
const text = (body: string): Record<string, unknown> => ({ type: 'text', text: { body } });
const errorOf = ({ status, body }: Answered) => ({ status, ...(body['error'] as object) });
const brought = () => stage.callback.brought.flatMap(itemsOf);
const settled = () => eventually(() => stage.graph.areWebhooksSettled());

describe('messages to a customer', () => {
  it('are shown on the phone, whatever they are', async () => {
    const { send, upload, graph } = await open();
    const first = annaSends();
    const { body: file } = await upload('a picture', 'image/jpeg');
    const { body: voice } = await upload('a voice', 'audio/ogg; codecs=opus');
    const place = { latitude: 43.2, longitude: 76.9, name: 'Абая 10' };
    const sent = [
      text('Добрый день'),
      { type: 'image', image: { id: file['id'], caption: 'меню' }, context: { message_id: first } },
      { type: 'audio', audio: { id: voice['id'], voice: true } },
      { type: 'document', document: { link: 'https://example.com/menu.pdf', filename: 'menu.pdf' } },
      { type: 'location', location: place },
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Тимур' }, phones: [{ phone: '+7702' }] }] },
    ];
    for (const message of sent) expect((await send(anna, message)).status).toBe(200);
    await send(anna, { type: 'reaction', reaction: { message_id: first, emoji: '👍' } });
    const [hello, ...answers] = shown().messages;
    expect(hello).toMatchObject({ from: 'customer', text: 'Здравствуйте', reactions: { business: '👍' } });
    expect(answers).toMatchObject([
      { type: 'text', text: 'Добрый день', reply_to: null },
      { type: 'image', text: 'меню', reply_to: first, file: { mime_type: 'image/jpeg', bytes: 9 } },
      { type: 'voice', file: { mime_type: 'audio/ogg' } },
      { type: 'document', link: 'https://example.com/menu.pdf' },
      { type: 'location', location: place },
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Тимур' } }] },
    ]);
    expect(String(graph.file(answers[1]?.file?.id ?? ''))).toBe('a picture');
  });

  it('are answered as Meta answers them, and written down', async () => {
    const { send, graph, phone_number_id } = await open();
    annaSends();
    const { status, body } = await send(`+${anna}`, text('Добрый день'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      messaging_product: 'whatsapp',
      contacts: [{ input: `+${anna}`, wa_id: anna }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(graph.journal.list({ operation: 'sendMessage' })).toMatchObject([
      { phone_number_id, to: anna, ok: true, status: 200, body: text('Добрый день') },
    ]);
  });

  it('are refused with a reason when the body is not as described', async () => {
    const { send, ask, phone_number_id } = await open();
    annaSends();
    expect(errorOf(await send(anna, { type: 'image', image: {} }))).toMatchObject({
      status: 400,
      code: 100,
      message: '(#100) Invalid parameter',
      type: 'OAuthException',
      error_data: { messaging_product: 'whatsapp', details: expect.stringMatching(/^image:/) },
      fbtrace_id: expect.any(String),
    });
    expect(errorOf(await send(anna, text('а'.repeat(4097))))).toMatchObject({ code: 100 });
    expect(errorOf(await send(anna, { type: 'image', image: { id: '17' } }))).toMatchObject({ code: 131009 });
    expect(errorOf(await ask('POST', `${phone_number_id}/messages`, [1]))).toMatchObject({ code: 100 });
    expect(shown().messages).toHaveLength(1);
  });

  it('refuses buttons and rows that cannot be told apart', async () => {
    const { send } = await open();
    annaSends();
    const buttons = (...ids: string[]) => ({
      type: 'interactive',
      interactive: {
        ...{ type: 'button', body: { text: 'Оцените' } },
        action: { buttons: ids.map((id) => ({ type: 'reply', reply: { id, title: 'Да' } })) },
      },
    });
    expect(errorOf(await send(anna, buttons('1', '1')))).toMatchObject({ code: 131009 });
    expect(errorOf(await send(anna, buttons('1', '2')))).toMatchObject({ code: 131009 });
    expect((await send(anna, buttons('1'))).status).toBe(200);
  });
});

describe('the 24 hours', () => {
  const template = (parameters: string[]) => ({
    type: 'template',
    template: {
      ...{ name: 'we_answered', language: { code: 'ru' } },
      components: [{ type: 'body', parameters: parameters.map((one) => ({ type: 'text', text: one })) }],
    },
  });

  it('are over a day after the last message: accepted, then told as failed', async () => {
    const { send } = await open();
    annaSends();
    now += 24 * 3_600_000 - 1;
    expect((await send(anna, text('ещё можно'))).status).toBe(200);
    now += 1;
    expect(shown().isWindowOpen).toBe(false);
    const { status, body } = await send(anna, text('уже нельзя'));
    expect(status).toBe(200);
    const [{ id }] = body['messages'] as [{ id: string }];
    await eventually(() =>
      expect(brought()).toContainEqual(
        expect.objectContaining({
          ...{ id, status: 'failed' },
          errors: [expect.objectContaining({ code: 131047, title: 'Re-engagement message' })],
        }),
      ),
    );
    expect(shown().messages.map((message) => message.text)).not.toContain('уже нельзя');
  });

  it('can be asked to be refused at once', async () => {
    const { send } = await open({ outsideWindow: 'refuse' });
    expect(errorOf(await send(anna, text('Здравствуйте')))).toMatchObject({ status: 400, code: 131047 });
  });

  it('are listed as templates by account, those of a status, by pages', async () => {
    const { ask, graph, phone_number_id, waba_id } = await open();
    const add = (name: string, status: 'APPROVED' | 'PENDING'): void =>
      graph.addTemplate({ phone_number_id, name, language: 'ru', status, body: 'Ответ: {{1}}' });
    add('first', 'APPROVED');
    add('waits', 'PENDING');
    add('second', 'APPROVED');
    const url = `${waba_id}/message_templates?status=APPROVED&limit=1`;
    const { body: page } = await ask('GET', url);
    expect(page).toMatchObject({
      data: [{ name: 'first', status: 'APPROVED', components: [{ type: 'BODY', text: 'Ответ: {{1}}' }] }],
      paging: { cursors: { after: '1' }, next: expect.any(String) },
    });
    const { body: last } = await ask('GET', `${url}&after=1`);
    expect(last).toMatchObject({ data: [{ name: 'second' }] });
    expect(last).not.toHaveProperty('paging');
    expect(errorOf(await ask('GET', '404/message_templates'))).toMatchObject({ status: 400, code: 100 });
  });

  it('do not count for templates, which must exist and be filled in', async () => {
    const { send, graph, phone_number_id } = await open();
    expect(errorOf(await send(anna, template([])))).toMatchObject({ status: 404, code: 132001 });
    const body = 'Мы ответили на ваш вопрос: {{1}}';
    graph.addTemplate({ phone_number_id, name: 'we_answered', language: 'ru', body });
    expect(errorOf(await send(anna, template([])))).toMatchObject({ status: 400, code: 132000 });
    expect((await send(anna, template(['про доставку']))).status).toBe(200);
    expect(shown().messages).toMatchObject([
      {
        ...{ type: 'template', text: 'Мы ответили на ваш вопрос: про доставку' },
        template: { name: 'we_answered', language: 'ru' },
      },
    ]);
  });
});

describe('limits, tokens and faults', () => {
  it('slows down who writes too much to one person, or altogether', async () => {
    const limits = { perPairEveryMs: 6_000, perPairBurst: 2, perNumberPerSecond: 3 };
    const { send } = await open({ limits });
    annaSends();
    for (const word of ['раз', 'два']) expect((await send(anna, text(word))).status).toBe(200);
    expect(errorOf(await send(anna, text('три')))).toMatchObject({ status: 429, code: 131056 });
    now += 6_000;
    expect((await send(anna, text('три'))).status).toBe(200);
    await send('77010000002', text('раз'));
    await send('77010000003', text('раз'));
    expect(errorOf(await send('77010000004', text('раз')))).toMatchObject({ status: 429, code: 130429 });
  });

  it('answers 401/190 to a token it does not know, 463 to one whose time is over', async () => {
    const { ask, graph, phone_number_id, access_token } = await open();
    const get = (token?: string) => ask('GET', phone_number_id, undefined, token);
    expect(errorOf(await get('EAA-of-nobody'))).toMatchObject({ status: 401, code: 190 });
    graph.expireToken(phone_number_id);
    expect(errorOf(await get())).toMatchObject({ status: 401, code: 190, error_subcode: 463 });
    graph.setToken(phone_number_id, 'EAA-new');
    expect(errorOf(await get(access_token))).toMatchObject({ status: 401, code: 190 });
    expect((await get('EAA-new')).body).toMatchObject({ id: phone_number_id, quality_rating: 'GREEN' });
  });

  it('keeps numbers apart: nothing of another token can be seen', async () => {
    const { ask, graph, send } = await open();
    const other = graph.addNumber({ access_token: 'EAA-other', app_secret: 's', verify_token: 'v' });
    expect(errorOf(await ask('GET', other.phone_number_id))).toMatchObject({ code: 100, error_subcode: 33 });
    expect(errorOf(await ask('POST', `${other.phone_number_id}/messages`, {}))).toMatchObject({ code: 100 });
    expect((await send(anna, text('a'))).status).toBe(200);
  });

  it('fails as it is told to, and knows what it did all the same', async () => {
    const { send, graph, phone_number_id } = await open();
    annaSends();
    const operation = 'sendMessage';
    graph.faults.add({ phone_number_id, operation, kind: 'error', error: { code: 130429 } });
    expect(errorOf(await send(anna, text('раз')))).toMatchObject({ status: 429, code: 130429 });
    graph.faults.add({ operation, to: anna, kind: 'drop-before' });
    await expect(send(anna, text('два'))).rejects.toThrow();
    graph.faults.add({ operation, kind: 'drop-after' });
    await expect(send(anna, text('три'))).rejects.toThrow();
    expect(shown().messages.map((message) => message.text)).toEqual(['Здравствуйте', 'три']);
    expect(graph.journal.list({ operation, ok: false })).toHaveLength(3);
  });

  it('tells what there is about an account', async () => {
    const { ask, waba_id, phone_number_id } = await open();
    expect((await ask('GET', `${waba_id}/phone_numbers`)).body).toMatchObject({
      data: [{ id: phone_number_id }],
    });
    expect((await ask('GET', 'debug_token')).body).toMatchObject({ data: { is_valid: true } });
    expect((await ask('GET', `${waba_id}/subscribed_apps`)).body['data']).toHaveLength(1);
    await ask('DELETE', `${waba_id}/subscribed_apps`);
    expect((await ask('GET', `${waba_id}/subscribed_apps`)).body['data']).toEqual([]);
    annaSends();
    await ask('POST', `${waba_id}/subscribed_apps`);
    await eventually(() => expect(brought()).toMatchObject([{ type: 'text' }]));
    expect((await ask('GET', `${phone_number_id}?fields=verified_name`)).body).toEqual({
      id: phone_number_id,
      verified_name: 'Полдень',
    });
  });
});

describe('files', () => {
  it('go up, are found again, come down with the token for five minutes, and go', async () => {
    const { upload, ask, access_token } = await open();
    const { body: uploaded } = await upload('a picture', 'image/png');
    const { body: found } = await ask('GET', String(uploaded['id']));
    expect(found).toMatchObject({ id: uploaded['id'], mime_type: 'image/png', file_size: 9 });
    const url = String(found['url']);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(url)).status).toBe(401);
    const download = await fetch(url, { headers });
    expect([download.headers.get('content-type'), await download.text()]).toEqual(['image/png', 'a picture']);
    now += 5 * 60_000;
    expect((await fetch(url, { headers })).status).toBe(404);
    expect((await ask('DELETE', String(uploaded['id']))).body).toEqual({ success: true });
    expect(errorOf(await ask('GET', String(uploaded['id'])))).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('are refused when Meta does not take the kind or the size, or another kind was promised', async () => {
    const { upload, send } = await open();
    annaSends();
    expect(errorOf(await upload('x', 'application/x-sh'))).toMatchObject({ status: 400, code: 100 });
    expect(errorOf(await upload(new Uint8Array(5 * 1024 * 1024 + 1), 'image/jpeg'))).toMatchObject({
      code: 100,
    });
    const { body } = await upload('x', 'audio/mpeg');
    const picture = { type: 'image', image: { id: body['id'] } };
    expect(errorOf(await send(anna, picture))).toMatchObject({ status: 400, code: 131053 });
  });
});

describe('what a customer does', () => {
  it('is brought as Meta brings it', async () => {
    await open();
    const first = annaSends();
    const kinds = {
      image: { image: {} },
      video: { video: {}, text: 'смотрите', forwarded: true },
      document: { document: { filename: 'счёт.pdf' }, text: 'счёт', forwarded: true },
      audio: { audio: {}, forwarded: true },
      voice: { voice: {} },
      static_sticker: { sticker: {} },
      reaction: { reaction: { message_id: first, emoji: '😮' } },
      unreaction_no_emoji: { reaction: { message_id: first, emoji: '' } },
      current_location: { location: { latitude: 43.2, longitude: 76.9 }, forwarded: true },
      unsupported_with_type: { unsupported: 'poll' },
      reply: { text: 'да', reply_to: first },
      forwarded: { text: 'смотрите', forwarded: true },
      referral: { text: 'сколько стоит?', referral: { source_id: '1' } },
    };
    for (const what of Object.values(kinds)) annaSends(what);
    await settled();
    const [, ...items] = brought();
    for (const [index, name] of Object.keys(kinds).entries()) {
      const [meant = {}] = itemsOf({ raw: '', signature: '', payload: recorded(`message/${name}`) });
      expect([name, shapeOf(items[index])]).toEqual([name, shapeOf(meant)]);
    }
  });

  it('is signed over the bytes that are sent, with everything above U+007F escaped', async () => {
    const { app_secret, callback } = await open();
    annaSends({ text: 'Сәлем 👋 a/b' });
    await settled();
    const { raw = '', signature } = callback.brought[0] ?? {};
    expect(raw).toContain(String.raw`\u0421\u04d9\u043b\u0435\u043c \ud83d\udc4b a\/b`);
    expect(raw).toMatch(/^[\u0020-\u007f]+$/);
    expect(signature).toBe(signatureOf(app_secret, raw));
  });

  it('signs as Meta does: a pair that is known', () => {
    const body = webhookBody({ object: 'whatsapp_business_account' });
    expect(signatureOf('test-app-secret', body)).toBe(
      'sha256=b6978b21c4467654c466607663db9b43fae44b71083568df403e0a077089208e',
    );
  });

  it('presses buttons and rows, reads, edits, takes back, changes the number; the owner writes', async () => {
    const { graph, phone_number_id, send } = await open();
    const who = { phone_number_id, from: anna };
    const first = annaSends();
    const rows = [1, 2].map((n) => ({ id: `rate-${n}`, title: '⭐'.repeat(n), description: `${n} из 5` }));
    const sections = [{ title: 'Оценка', rows }];
    const list = { type: 'list', body: { text: 'Оцените' }, action: { button: 'Выбрать', sections } };
    const { body } = await send(anna, { type: 'interactive', interactive: list });
    const [{ id }] = body['messages'] as [{ id: string }];
    await settled();
    expect(shown().messages.at(-1)?.choices).toMatchObject(rows);
    graph.customerPresses({ ...who, title: '⭐⭐' });
    graph.customerReads(who);
    graph.customerEdits({ ...who, message_id: first, text: 'Добрый вечер' });
    graph.customerDeletes({ ...who, message_id: first });
    graph.customerChangesNumber({ ...who, to: '77010000009' });
    graph.ownerWrites({ phone_number_id, to: anna, text: 'Это Марат' });
    await settled();
    expect(brought().slice(-6)).toMatchObject([
      {
        type: 'interactive',
        context: { id },
        interactive: { type: 'list_reply', list_reply: { id: 'rate-2', description: '2 из 5' } },
      },
      { id, status: 'read' },
      { type: 'edit', edit: { original_message_id: first, message: { text: { body: 'Добрый вечер' } } } },
      { type: 'revoke', revoke: { original_message_id: first } },
      { type: 'system', system: { wa_id: '77010000009' } },
      { to: anna, text: { body: 'Это Марат' } },
    ]);
    expect(shown().messages[0]).toMatchObject({ text: 'Добрый вечер', isEdited: true, isDeleted: true });
    expect(() => graph.customerPresses({ ...who, title: 'нет такой' })).toThrow(/can be chosen/);
  });

  it('may hide the number: the business is told an id, and answers by it', async () => {
    const { ask, phone_number_id } = await open();
    annaSends({ text: 'Здравствуйте', user_id: 'KZ.1', hides_number: true });
    const message = { messaging_product: 'whatsapp', recipient: 'KZ.1', ...text('Добрый день') };
    expect((await ask('POST', `${phone_number_id}/messages`, message)).status).toBe(200);
    await eventually(() => expect(brought()).toHaveLength(3));
    expect(stage.callback.brought.map(({ raw }) => raw).join('')).not.toContain(anna);
    expect(brought()).toMatchObject([{ from_user_id: 'KZ.1' }, { recipient_user_id: 'KZ.1' }, {}]);
    expect(shown().messages.at(-1)).toMatchObject({ from: 'business', text: 'Добрый день' });
  });

  it('sees that it was read, and that an answer is being written', async () => {
    const { ask, phone_number_id, send } = await open();
    const ids = ['раз', 'два', 'три'].map((word) => annaSends({ text: word }));
    const receipt = { messaging_product: 'whatsapp', status: 'read', message_id: ids[1] };
    const typing = { ...receipt, typing_indicator: { type: 'text' } };
    expect((await ask('POST', `${phone_number_id}/messages`, typing)).body).toEqual({ success: true });
    expect(shown().messages.map(({ isReadByBusiness }) => isReadByBusiness)).toEqual([true, true, false]);
    expect(shown().isTyping).toBe(true);
    await send(anna, text('Минуту'));
    expect(shown().isTyping).toBe(false);
  });
});

describe('webhooks', () => {
  it('come again until they are taken, and hold nothing up', async () => {
    const { callback } = await open();
    callback.answers.push(500);
    annaSends({ text: 'раз' });
    annaSends({ text: 'два' });
    await settled();
    expect(brought()).toMatchObject([text('два'), text('раз')]);
  });

  it('come twice, late, backwards or together when that is asked for', async () => {
    const { graph, phone_number_id, callback } = await open();
    annaSends({ text: 'раз' });
    graph.repeatLastWebhook(phone_number_id);
    await settled();
    expect(brought()).toMatchObject([text('раз'), text('раз')]);
    for (const order of ['reversed', 'in one'] as const) {
      callback.brought.length = 0;
      graph.holdWebhooks(phone_number_id);
      annaSends({ text: 'два' });
      annaSends({ text: 'три' });
      graph.releaseWebhooks(phone_number_id, order);
      await settled();
      const words = order === 'reversed' ? ['три', 'два'] : ['два', 'три'];
      expect(brought()).toMatchObject(words.map(text));
    }
    expect(callback.brought).toHaveLength(1);
  });

  it('tell how far a message has come, in whatever order', async () => {
    const { graph, phone_number_id, send } = await open();
    annaSends();
    const { body } = await send(anna, text('Добрый день'));
    const [{ id: message_id }] = body['messages'] as [{ id: string }];
    await eventually(() =>
      expect(brought().map(({ status }) => status)).toEqual([undefined, 'sent', 'delivered']),
    );
    for (const status of ['read', 'sent'] as const) graph.setStatus({ phone_number_id, message_id, status });
    const error = { code: 131026 };
    graph.setStatus({ phone_number_id, message_id, status: 'failed', error });
    await settled();
    expect(brought().slice(-3)).toMatchObject([
      { id: message_id, status: 'read', recipient_id: anna },
      { status: 'sent' },
      { status: 'failed', errors: [{ ...error, title: 'Message undeliverable' }] },
    ]);
    expect(shown().messages.at(-1)?.status).toBe('read');
  });

  it('asks a callback to prove itself', async () => {
    const { graph, phone_number_id, callback } = await open();
    expect(await graph.verifyCallback(phone_number_id)).toBe(true);
    const stranger = graph.addNumber({
      ...{ access_token: 'EAA-other', app_secret: 's', verify_token: 'wrong', callbackUrl: callback.url },
    });
    expect(await graph.verifyCallback(stranger.phone_number_id)).toBe(false);
  });
});

/** Names and kinds of values, without the values: what two payloads have in common. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  const isFree = 'source_id' in value;
  if (isFree) return 'whatever Meta knows of an advertisement';
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, shapeOf(inner)]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
