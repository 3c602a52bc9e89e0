import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { sql } from '../../../src/shared/database.js';
import { texts } from '../../../src/texts/texts.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });
const bakery = { slug: 'bakery', name: 'Пекарня', language: 'ru', timezone: 'Asia/Almaty' };

type Listed = { items: { id: string; slug: string; status: string; is_being_set_up: boolean }[] };
type Setup = { is_open: boolean; steps: { name: string; state: string; reason: string }[] };

describe('Clients over the API', () => {
  it('are made by whoever runs the installation, under an address of their own, and begin with their set-up', async () => {
    const root = await api.admin({ is_superadmin: true });
    const made = await root.send('POST', '/api/clients', bakery);
    expect(made.status).toBe(201);
    const { id } = made.body<{ id: string }>();
    const listed = (await root.get('/api/clients')).body<Listed>().items;
    expect(listed).toContainEqual(expect.objectContaining({ ...bakery, id, is_being_set_up: true }));
    const again = await root.send('POST', '/api/clients', bakery);
    expect(again.body()).toMatchObject({
      error: { fields: { slug: 'is the address of another client already' } },
    });
    for (const slug of ['link', 'assets', 'Bakery', '-'])
      expect((await root.send('POST', '/api/clients', { ...bakery, slug })).body()).toHaveProperty(
        'error.fields.slug',
      );
    const audit = (await root.get(`/api/clients/${id}/audit`)).body<{ items: unknown[] }>();
    expect(audit.items).toMatchObject([{ action: 'create', subject: 'client', after: bakery }]);
    const owner = await api.admin({ roles: {} });
    expect((await owner.send('POST', '/api/clients', bakery)).status).toBe(403);
  });

  it('are told what is still to be done until it is done, or the list is put away', async () => {
    const shop = await openShop(database, clock);
    await database.query(sql`UPDATE clients SET config = '{"setup":"open"}' WHERE id = ${shop.client_id}`);
    const owner = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    const url = `/api/clients/${shop.client_id}/setup`;
    const stepOf = async (name: string) =>
      (await owner.get(url)).body<Setup>().steps.find((step) => step.name === name);
    expect(await stepOf('message')).toMatchObject({ state: 'open', reason: 'none' });
    await shop.write('Здравствуйте!');
    expect(await stepOf('message')).toMatchObject({ state: 'done', reason: 'came' });

    await database.query(sql`
      UPDATE client_settings SET telegram_bot_token_hash = 'x', telegram_chat_id = '-1005000500', group_is_forum = true
      WHERE client_id = ${shop.client_id}`);
    expect(await stepOf('group')).toMatchObject({ state: 'done', reason: 'linked' });
    await database.query(sql`
      INSERT INTO alarms (client_id, kind, subject, raised_at)
      VALUES (${shop.client_id}, 'topics_not_allowed', 'group', now())`);
    expect(await stepOf('group')).toMatchObject({ state: 'open', reason: 'no_topics_right' });

    await owner.send('PUT', url, { is_open: false });
    expect((await owner.get(url)).body<Setup>().is_open).toBe(false);
    const [listed] = (await owner.get('/api/clients')).body<Listed>().items;
    expect(listed).toMatchObject({ is_being_set_up: false });
  });

  it('are suspended and taken up again, and the managers read it in their group, once', async () => {
    const shop = await openShop(database, clock);
    const root = await api.admin({ is_superadmin: true });
    const owner = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    const url = `/api/client-status/${shop.client_id}`;
    expect((await owner.send('PUT', url, { status: 'suspended' })).status).toBe(403);
    for (const status of ['suspended', 'suspended', 'active'])
      expect((await root.send('PUT', url, { status })).status).toBe(204);
    const posts = await database.query<{ text: string }>(sql`
      SELECT payload->'text'->0->>'text' AS text FROM topic_posts
      WHERE client_id = ${shop.client_id} AND kind = 'alarm' ORDER BY dedupe_key DESC`);
    const { suspended, resumed } = texts('ru').group;
    expect(posts.map(({ text }) => text)).toEqual([suspended, resumed]);
    const audit = (await owner.get(`/api/clients/${shop.client_id}/audit`)).body<{ items: unknown[] }>();
    expect(audit.items).toMatchObject([{ action: 'resume' }, { action: 'suspend' }]);
  });
});
