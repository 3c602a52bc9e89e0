import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testApi } from '../../support/api.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { olga } from '../../support/group.js';
import { waitingRequest } from './waiting-request.js';
import { csrfTokenOf } from '../../../src/admins/sessions.js';
import type { App } from '../../../src/app.js';
import { largestFile } from '../../../src/messages/taken-files.js';
import { removeFiles } from '../../../src/privacy/files-to-remove.js';
import { sql } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { mirrorConversation } from '../../../src/topics/mirror-conversation.js';

// What managers send from the panel goes the way of what they send from the topic; what is not sent does not stay.
const { database } = await testDatabase();
const clock = fixedClock('2026-11-20T10:00:00Z');
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-media-'));
const api = await testApi(database, { clock, app: { config: { mediaDir } as App['config'] } });
afterAll(() => rm(mediaDir, { recursive: true, force: true }));

type Form = { name?: string; type?: string; content?: string | Buffer; text?: string; key?: string };

/** A form as a browser makes it, with a picture in it unless told. */
async function formOf({ name = 'меню.png', type = 'image/png', content = 'a picture', text, key }: Form) {
  const form = new FormData();
  form.set('key', key ?? randomUUID());
  if (text !== undefined) form.set('text', text);
  form.set('file', new File([content], name, { type }));
  const made = new Response(form);
  return { payload: Buffer.from(await made.arrayBuffer()), type: made.headers.get('content-type') ?? '' };
}

/** A request that the admin has taken, and the sending of files in it. */
async function taken(settings: Record<string, unknown> = {}) {
  const request = await waitingRequest({ database, clock, api }, settings);
  const { anna, one, shop, conversation_id } = request;
  await anna.send('POST', `${one}/take`);
  const sends = async (plan: Form, { secret } = anna) => {
    const { payload, type } = await formOf(plan);
    const headers = {
      cookie: `estafeta=${secret}`,
      'x-csrf-token': csrfTokenOf(secret),
      'content-type': type,
    };
    const answer = await api.server.inject({ method: 'POST', url: `${one}/files`, headers, payload });
    return { status: answer.statusCode, body: answer.json<{ id: string; error: Record<string, unknown> }>() };
  };
  const said = () =>
    database.query<{ kind: string; content: string; media: object; media_file: string }>(sql`
    SELECT kind, content, media, media_file FROM messages
    WHERE client_id = ${shop.client_id} AND conversation_id = ${conversation_id} AND role = 'manager' ORDER BY seq`);
  const kept = () => readdir(join(mediaDir, shop.client_id)).catch(() => []);
  /** What whoever removes files does, a day later. */
  const aDayLater = async () => {
    clock.advance(25 * 60);
    await removeFiles({ db: database, clock, logger: silentLogger, mediaDir });
  };
  return { ...request, sends, said, kept, aDayLater };
}

describe('a file from the panel', () => {
  it('goes to the customer with its caption, shows in the topic, is looked at in the panel, and stays', async () => {
    const { shop, group, anna, sends, said, kept, aDayLater, conversation_id } = await taken();
    const { status, body } = await sends({ text: '  Вот меню  ' });
    expect(status).toBe(201);
    const [message] = await said();
    expect(message).toMatchObject({
      ...{ kind: 'image', content: 'Вот меню' },
      media: { channel: 'panel', file_name: 'меню.png', mime_type: 'image/png', size: 9 },
    });
    expect(await readFile(join(mediaDir, message?.media_file ?? ''), 'utf8')).toBe('a picture');
    await mirrorConversation(shop.tools, { client_id: shop.client_id, conversation_id });
    await group.deliver();
    expect(group.find('mirror', 'Вот меню').content).toMatchObject({
      ...{ type: 'media', kind: 'image', media_file: message?.media_file },
    });
    const looked = await anna.get(`/api/clients/${shop.client_id}/messages/${body.id}/media`);
    expect([looked.status, looked.text, looked.headers['content-type']]).toEqual([
      200,
      'a picture',
      'image/png',
    ]);
    await aDayLater();
    expect(await kept()).toHaveLength(1);
  });

  it.each([
    ['снимок.jpg', 'image/jpeg', 'image'],
    ['ролик.mp4', 'video/mp4', 'video'],
    ['песня.mp3', 'audio/mpeg', 'audio'],
    ['голос.ogg', 'audio/ogg', 'voice'],
    ['счёт.pdf', 'application/pdf', 'document'],
    ['страница.html', 'text/html', 'document'],
    ['рисунок.svg', 'image/svg+xml', 'document'],
  ])('goes as what it is: %s', async (name, type, kind) => {
    const { sends, said } = await taken();
    expect((await sends({ name, type })).status).toBe(201);
    expect(await said()).toMatchObject([{ kind, media: { file_name: name, mime_type: type } }]);
  });

  it('is a name and bytes, whatever stands in them: nothing leads out of the folder or runs in a browser', async () => {
    const { shop, anna, sends, said, kept } = await taken();
    const { body } = await sends({
      ...{ name: '../../<img src=x onerror=alert(1)>.html', type: 'text/html"; x' },
      content: '<script>alert(1)</script>',
    });
    const [file = ''] = await kept();
    expect(file).toMatch(/^[\w-]+\.html$/);
    expect(await said()).toMatchObject([
      { kind: 'document', media: { file_name: '<img src=x onerror=alert(1)>.html' } },
    ]);
    const looked = await anna.get(`/api/clients/${shop.client_id}/messages/${body.id}/media`);
    expect(looked.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment/),
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  });

  it('is sent once, however often it is asked for; the second copy does not stay', async () => {
    const { sends, said, kept, aDayLater } = await taken();
    const key = randomUUID();
    const [one, other] = await Promise.all([sends({ key }), sends({ key })]);
    expect(other?.body.id).toBe(one?.body.id);
    expect(await said()).toHaveLength(1);
    await aDayLater();
    expect(await kept()).toHaveLength(1);
  });

  it('is not kept when it is not theirs to send, holds a note, or the request has ended', async () => {
    const { shop, group, anna, one, sends, said, kept } = await taken();
    const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    expect((await sends({}, viewer)).status).toBe(403);
    expect((await sends({ text: '// только нам' })).body.error).toMatchObject({
      reasons: { text: 'marked_as_note' },
    });
    await anna.send('POST', `${one}/to-queue`);
    expect((await sends({})).body.error).toMatchObject({ code: 'not_taken' });
    await group.deliver();
    await group.press(group.find('card'), 'Беру', olga);
    expect((await sends({})).body.error).toMatchObject({ code: 'taken_by_other' });
    await anna.send('POST', `${one}/resolve`);
    expect((await sends({})).body.error).toMatchObject({ code: 'already_ended' });
    expect(await said()).toEqual([]);
    await removeFiles({ db: database, clock, logger: silentLogger, mediaDir });
    expect(await kept()).toEqual([]);
  });

  it('of more than 50 MB is refused, with a word, and not kept', async () => {
    const { sends, said, kept } = await taken();
    const answer = await sends({
      content: Buffer.alloc(largestFile + 1),
      type: 'application/zip',
      name: 'a.zip',
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ fields: { file: expect.stringContaining('50 MB') } });
    expect(await said()).toEqual([]);
    await removeFiles({ db: database, clock, logger: silentLogger, mediaDir });
    expect(await kept()).toEqual([]);
  });

  it('is measured by what its messenger takes, which is said before', async () => {
    const { shop, anna, one, sends, said } = await taken();
    const before = (await anna.get(one)).body<{ writing: { files: { largest: number }[] } }>();
    expect(before.writing.files).toEqual([{ types: null, largest: largestFile }]);
    await database.query(sql`
      UPDATE conversations SET channel = 'whatsapp_cloud' WHERE client_id = ${shop.client_id}`);
    const cloud = (await anna.get(one)).body<{ writing: { files: { largest: number }[] } }>();
    expect(cloud.writing.files.map(({ largest }) => largest)).toEqual([5_000_000, 16_000_000, 50_000_000]);
    const refused = await sends({ name: 'a.zip', type: 'application/zip' });
    expect(refused.body.error).toMatchObject({ fields: { file: expect.any(String) } });
    expect((await sends({ content: Buffer.alloc(5_000_001) })).status).toBe(400);
    expect((await sends({ content: Buffer.alloc(4_000_000) })).status).toBe(201);
    expect(await said()).toHaveLength(1);
  });

  it('is asked for where there is none, and nothing of a broken form stays', async () => {
    const { anna, one, kept } = await taken();
    expect((await anna.send('POST', `${one}/files`, { key: randomUUID() })).body()).toMatchObject({
      error: { fields: { file: expect.any(String) } },
    });
    const { payload, type } = await formOf({ key: 'no key' });
    const headers = {
      cookie: `estafeta=${anna.secret}`,
      'x-csrf-token': csrfTokenOf(anna.secret),
      'content-type': type,
    };
    const url = `${one}/files`;
    const wrong = await api.server.inject({ method: 'POST', url, headers, payload });
    expect(wrong.json()).toMatchObject({ error: { fields: { key: expect.any(String) } } });
    const whole = await formOf({ content: 'x'.repeat(100_000) });
    const cut = await api.server.inject({
      ...{ method: 'POST', url, headers: { ...headers, 'content-type': whole.type } },
      payload: whole.payload.subarray(0, 50_000),
    });
    expect(cut.json()).toMatchObject({ error: { fields: { file: expect.any(String) } } });
    expect(await kept()).toHaveLength(1);
    // A page of somebody else can send a form, but knows no proof.
    const { 'x-csrf-token': _proof, ...foreign } = headers;
    expect((await api.server.inject({ method: 'POST', url, headers: foreign, payload })).statusCode).toBe(
      403,
    );
    await removeFiles({ db: database, clock, logger: silentLogger, mediaDir });
    expect(await kept()).toEqual([]);
  });
});
