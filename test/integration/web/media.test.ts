import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { App } from '../../../src/app.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';

// What customers send may be anything: it is shown, and nothing in it runs.
const { database } = await testDatabase();
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-media-'));
const api = await testApi(database, { app: { config: { mediaDir } as App['config'] } });
afterAll(() => rm(mediaDir, { recursive: true, force: true }));

/** A file somebody sent, kept under this name; and an admin who may read it. */
async function sent(name: string, content: string, file_name?: string) {
  const shop = await openShop(database, systemClock);
  const media = { channel: 'telegram', ...(file_name === undefined ? {} : { file_name }) };
  const { message_id } = await shop.write('', { kind: 'document', media });
  await mkdir(join(mediaDir, shop.client_id));
  await writeFile(join(mediaDir, shop.client_id, name), content);
  const keep = (path: string) =>
    database.query(sql`UPDATE messages SET media_file = ${path} WHERE client_id = ${shop.client_id}`);
  await keep(`${shop.client_id}/${name}`);
  const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
  const url = `/api/clients/${shop.client_id}/messages/${message_id}/media`;
  return { shop, viewer, url, keep };
}

it('is shown under a type of ours when it can hold no script', async () => {
  const { viewer, url } = await sent('a.jpg', 'a picture', 'кот "Барсик".jpg');
  const { status, headers, text } = await viewer.get(url);
  expect(status).toBe(200);
  expect(text).toBe('a picture');
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': 'private, no-cache',
    'content-length': '9',
  });
  expect(headers['content-disposition']).toMatch(/^inline; filename="[\w.-]+"; filename\*=UTF-8''%D0%BA/);
  const again = await api
    .with({ cookie: `estafeta=${viewer.secret}`, 'if-none-match': String(headers['etag']) })
    .get(url);
  expect(again.status).toBe(304);
});

it.each(['page.html', 'drawing.svg', 'letter.xml', 'nothing', 'script.js'])(
  'is downloaded and not opened when it could: %s',
  async (name) => {
    const { viewer, url } = await sent(name, '<script>alert(1)</script>', name);
    expect((await viewer.get(url)).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment/),
    });
  },
);

it('is played from the middle', async () => {
  const { viewer, url } = await sent('a.ogg', '0123456789');
  const asking = (range: string) => api.with({ cookie: `estafeta=${viewer.secret}`, range }).get(url);
  const part = await asking('bytes=2-4');
  expect([part.status, part.text, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
  expect((await asking('bytes=7-')).text).toBe('789');
  expect((await asking('bytes=-2')).text).toBe('89');
  expect((await asking('bytes=10-')).status).toBe(416);
  expect((await asking('bytes=x')).text).toBe('0123456789');
});

it('is not found once it is gone, nor by another client, nor outside the folder', async () => {
  const { viewer, url, keep, shop } = await sent('a.jpg', 'a picture');
  const stranger = await sent('b.jpg', 'another');
  expect((await stranger.viewer.get(url)).status).toBe(404);
  await keep('../../../../../../../../../../etc/passwd');
  expect((await viewer.get(url)).status).toBe(404);
  await rm(join(mediaDir, shop.client_id), { recursive: true });
  await keep(`${shop.client_id}/a.jpg`);
  expect((await viewer.get(url)).body()).toMatchObject({ error: { code: 'not_found' } });
});
