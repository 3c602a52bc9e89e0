import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goOnWithErasure } from '../../../src/privacy/erase-user.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { lives, marat, openHouse, zulfiya } from '../privacy/lived.js';
import type { Lived } from '../privacy/lived.js';
import type { TwoMessengers } from '../users/people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-users-api-'));
afterAll(() => rm(mediaDir, { recursive: true }));
const api = await testApi(database, { clock, app: { config: { mediaDir } as never } });

type Listed = { items: { id: string; name: string; channels: string[] }[]; next: string | null };

describe('Users over the API', () => {
  let shop: TwoMessengers;
  let admin: Asking;
  let viewer: Asking;
  let her: Lived;
  let him: Lived;
  const of = (path: string): string => `/api/clients/${shop.client_id}${path}`;
  const names = async (query: string): Promise<string[]> =>
    (await viewer.get(of(`/users?${query}`))).body<Listed>().items.map(({ name }) => name);

  beforeAll(async () => {
    shop = await openHouse(database, clock);
    const group = new Group(database, shop);
    her = await lives({ shop, group, clock, mediaDir }, zulfiya);
    him = await lives({ shop, group, clock, mediaDir }, marat);
    admin = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
  });

  it('are listed by who wrote last, each once, a page at a time', async () => {
    const first = (await viewer.get(of('/users?limit=1'))).body<Listed>();
    expect(first.items).toMatchObject([{ name: marat.name, channels: ['telegram', 'whatsapp'] }]);
    const second = (await viewer.get(of(`/users?limit=1&after=${first.next}`))).body<Listed>();
    expect(second).toMatchObject({ items: [{ name: zulfiya.name }], next: null });
  });

  it('are found by a part of the name, by @username, and by each of their numbers', async () => {
    for (const wanted of ['зульф', '@zulfiya_o', '701 555-99-11', zulfiya.lid, zulfiya.number])
      expect(await names(`search=${encodeURIComponent(wanted)}`)).toEqual([zulfiya.name]);
    expect(await names('search=%25%25')).toEqual([]);
    expect(await names('channel=whatsapp_cloud')).toEqual([]);
  });

  it('show all that one is known by, and what happened', async () => {
    const { status, body } = await viewer.get(of(`/users/${her.user.user_id}`));
    expect(status).toBe(200);
    expect(body()).toMatchObject({
      name: zulfiya.name,
      identities: expect.arrayContaining([
        expect.objectContaining({ kind: 'telegram_id', value: zulfiya.number }),
        expect.objectContaining({ kind: 'phone', value: zulfiya.phone }),
      ]) as unknown,
      merged: [{ cause: 'manager' }],
      conversation_count: 3,
      handovers: [{ status: 'active' }],
    });
  });

  it('are parted and joined again', async () => {
    const url = of(`/users/${her.user.user_id}`);
    expect((await admin.send('POST', `${url}/unmerge`)).body()).toMatchObject({
      merged: [],
      conversation_count: 1,
    });
    expect((await admin.send('POST', `${url}/unmerge`)).status).toBe(404);
    const both = (
      await viewer.get(of('/users?search=зульф'.replace('зульф', encodeURIComponent('зульф'))))
    ).body<Listed>();
    const other = both.items.find(({ id }) => id !== her.user.user_id);
    const joined = await admin.send('POST', `${url}/merge`, { other_id: other?.id });
    expect(joined.body()).toMatchObject({ id: her.user.user_id, merged: [{ cause: 'manager' }] });
    expect((await admin.send('POST', `${url}/merge`, { other_id: other?.id })).status).toBe(409);
  });

  it('are answered no more, and again', async () => {
    const url = of(`/users/${him.user.user_id}/blocked`);
    expect((await admin.send('PUT', url, { is_blocked: true })).body()).toMatchObject({
      blocked_at: expect.any(String) as string,
    });
    expect((await admin.send('PUT', url, { is_blocked: false })).body()).toMatchObject({ blocked_at: null });
  });

  it('are given as one document with everything in it, files too, and not a secret', async () => {
    const { status, headers, text, body } = await admin.get(of(`/users/${her.user.user_id}/export`));
    expect({ status, disposition: headers['content-disposition'] }).toEqual({
      status: 200,
      disposition: 'attachment; filename="estafeta-user.json"',
    });
    const document = body<Record<string, { content?: string }[]>>();
    for (const list of [
      'users',
      'identities',
      'conversations',
      'messages',
      'handovers',
      'handover_events',
      'model_calls',
    ])
      expect({ list, isEmpty: document[list]?.length === 0 }).toEqual({ list, isEmpty: false });
    expect(document['messages']?.map(({ content }) => content).join()).toContain(zulfiya.word);
    expect(document['files']).toEqual({
      [`media/${zulfiya.number}.jpg`]: Buffer.from(`a picture of ${zulfiya.word}`).toString('base64'),
    });
    expect(text).not.toContain('file_id');
    expect(text).not.toContain(marat.word);
    const audit = await database.one(sql`
      SELECT action FROM audit_events WHERE client_id = ${shop.client_id} ORDER BY id DESC LIMIT 1`);
    expect(audit).toEqual({ action: 'export' });
    expect((await viewer.get(of(`/users/${her.user.user_id}/export`))).status).toBe(403);
  });

  it('are erased by an admin who types what they are called', async () => {
    const url = of(`/users/${her.user.user_id}/erase`);
    const wrong = await admin.send('POST', url, { typed: 'Марат' });
    expect({ status: wrong.status, body: wrong.body() }).toMatchObject({
      status: 400,
      body: { error: { fields: { typed: 'is not what this user is called' } } },
    });
    expect((await viewer.send('POST', url, { typed: zulfiya.name })).status).toBe(403);
    const asked = await admin.send('POST', url, { typed: zulfiya.name });
    expect(asked).toMatchObject({ status: 202 });
    const { id: erasure_id } = asked.body<{ id: string }>();
    await goOnWithErasure({ ...shop.tools, mediaDir }, { client_id: shop.client_id, erasure_id });
    expect((await viewer.get(of(`/erasures/${erasure_id}`))).body()).toMatchObject({
      messages: expect.any(Number) as number,
      files_left: 0,
    });
    expect((await viewer.get(of(`/users/${her.user.user_id}`))).status).toBe(404);
    expect(await names('')).toEqual([marat.name]);
  });
});
