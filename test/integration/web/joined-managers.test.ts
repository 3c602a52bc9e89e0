import { randomUUID } from 'node:crypto';
import { waitingRequest, words } from './waiting-request.js';
import { testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { olga, timur } from '../../support/group.js';
import { clientTables } from '../../support/rows-of-every-table.js';
import type { Shop } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { carryOut } from '../../../src/handovers/carry-out.js';
import { lockHandover } from '../../../src/handovers/handover-row.js';
import { noteFromPanel } from '../../../src/handovers/note-from-panel.js';
import { writeFromPanel } from '../../../src/handovers/write-from-panel.js';
import { findManager } from '../../../src/topics/known-managers.js';
import { mirrorConversation } from '../../../src/topics/mirror-conversation.js';
import { raw, sql } from '../../../src/shared/database.js';
import type { ClientId, HandoverId, ManagerId } from '../../../src/shared/ids.js';

// Somebody answers in the managers' group and from the panel: once that is said, everybody sees one person.
const { database } = await testDatabase();
const clock = fixedClock('2026-11-20T10:00:00Z');
const api = await testApi(database, { clock });
const waiting = async () => waitingRequest({ database, clock, api });

type Manager = { id: string; name: string; telegram_user_id: string | null; admin_id: string | null };

async function managersOf(client_id: ClientId): Promise<Manager[]> {
  return database.query<Manager>(sql`
    SELECT id, name, telegram_user_id::text AS telegram_user_id, admin_id FROM managers
    WHERE client_id = ${client_id} ORDER BY telegram_user_id NULLS LAST, name`);
}

async function idOf(client_id: ClientId, name: string): Promise<string> {
  const found = (await managersOf(client_id)).find((one) => one.name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found.id;
}

const place = (client_id: string, id: string, admin_id: string): string =>
  `/api/clients/${client_id}/managers/${id}/admin/${admin_id}`;

/** The admin says who they are in the group. */
async function joins(shop: Shop, admin: Asking & { id: string }, name: string) {
  return admin.send('PUT', place(shop.client_id, await idOf(shop.client_id, name), admin.id));
}

/** The client's rows, in whatever table, in which this stands. */
async function rowsWith(text: string, client_id: ClientId): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await clientTables(database)) {
    const rows = await database.query<{ row: string }>(sql`
      SELECT t::text AS row FROM ${raw(`"${name}"`)} t
      WHERE client_id = ${client_id} AND t::text LIKE ${`%${text}%`}`);
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

describe('an admin who is a manager of the group', () => {
  it('takes a request there and answers it from the panel', async () => {
    const { shop, group, anna, one, board, conversation_id } = await waiting();
    await group.press(group.find('card'), 'Беру', olga);
    expect((await anna.send('POST', `${one}/messages`, words('Ещё не я'))).body()).toMatchObject({
      error: { code: 'taken_by_other' },
    });

    const joined = await joins(shop, anna, 'Ольга');
    expect(joined.body()).toMatchObject({
      ...{ name: 'Ольга', telegram_user_id: '12', admin_id: anna.id, admin_name: 'Анна' },
      open_handovers: 1,
    });

    expect(await board('in_work', '&manager=me')).toMatchObject([{ is_mine: true }]);
    expect((await anna.get(one)).body()).toMatchObject({ writing: { is_allowed: true } });
    expect((await anna.send('POST', `${one}/messages`, words('Здравствуйте!'))).status).toBe(201);
    await mirrorConversation(shop.tools, { client_id: shop.client_id, conversation_id });
    await group.deliver();
    expect(group.find('mirror', 'Здравствуйте!').text).toContain('Ольга');
    expect(await managersOf(shop.client_id)).toHaveLength(1);
  });

  it('takes a request in the panel and answers it in the group', async () => {
    const { shop, group, anna, one, conversation_id } = await waiting();
    await group.write('/queue', { from: olga, thread_id: null });
    await joins(shop, anna, 'Ольга');
    const taken = await anna.send('POST', `${one}/take`);
    expect(taken.body()).toMatchObject({ assigned_to_name: 'Ольга', is_mine: true });
    await group.deliver();
    await group.write('Уже смотрю', { from: olga, thread_id: group.find('card').thread_id });
    const said = await shop.said(conversation_id);
    expect(said.at(-1)).toMatchObject({ role: 'manager', content: 'Уже смотрю' });
  });

  it('is one name in [Передать], for /assign and in the report, with what was done in the panel before', async () => {
    const { shop, group, anna, one, url, conversation_id } = await waiting();
    await anna.send('POST', `${one}/take`);
    await anna.send('POST', `${one}/messages`, words('Первый ответ из панели'));
    await anna.send('POST', `${one}/resolve`);
    const second = await shop.write('Позовите человека', { who: '701' });
    await takeTurn(shop, clock, second);
    await group.deliver();
    await group.press(group.find('card'), 'Беру', olga);
    await anna.send('POST', `${url}/${await openRequest(shop)}/assign`, { to: 'me' });
    await group.deliver();
    expect(group.find('card').text).toContain('Анна');
    const inPanel = await idOf(shop.client_id, 'Анна');

    await joins(shop, anna, 'Ольга');

    await group.deliver();
    expect(group.find('card').text).toMatch(/Отвечает Ольга/);
    const report = await anna.get(
      `/api/clients/${shop.client_id}/manager-performance?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z`,
    );
    expect(report.body()).toMatchObject({ items: [{ manager: 'Ольга', requests: 2 }] });
    const transcript = await anna.get(`/api/clients/${shop.client_id}/conversations/${conversation_id}`);
    expect(transcript.text).toContain('"Ольга"');
    await group.press(group.find('card'), 'Передать', timur);
    await group.deliver();
    expect(group.find('card').buttons).toContain('Тимур');
    expect(group.find('card').buttons).not.toContain('Анна');
    await anna.send('POST', `${url}/${await openRequest(shop)}/assign`, {
      to: await idOf(shop.client_id, 'Тимур'),
    });
    await group.deliver();
    await group.write('/assign ольга', { from: timur, thread_id: group.find('card').thread_id });
    expect((await anna.get(`${url}/${await openRequest(shop)}`)).body()).toMatchObject({ is_mine: true });
    // A key that no person and no program reads.
    const left = (await rowsWith(inPanel, shop.client_id)).filter((row) => !row.includes('handed_on:'));
    expect(left).toEqual([]);
  });

  it('asks again for what they wrote before they were joined: it is written once', async () => {
    const { shop, group, anna, id, one, conversation_id } = await waiting();
    await group.write('/queue', { from: olga, thread_id: null });
    await anna.send('POST', `${one}/take`);
    const [note, answer] = [words('Для коллег'), words('Для клиента')];
    await anna.send('POST', `${one}/notes`, note);
    await anna.send('POST', `${one}/messages`, answer);
    const inPanel = await idOf(shop.client_id, 'Анна');
    await joins(shop, anna, 'Ольга');
    expect(await rowsWith(inPanel, shop.client_id)).toEqual([]);

    const before = await shop.said(conversation_id);
    const ids = { client_id: shop.client_id, handover_id: id as HandoverId };
    const admin = { admin_id: anna.id, name: 'Анна', actor: anna.email };
    await writeFromPanel(shop.tools, ids, { ...answer, admin });
    await noteFromPanel(shop.tools, ids, { ...note, admin });
    expect(await shop.said(conversation_id)).toEqual(before);
    const notes = await database.query(sql`
      SELECT id FROM topic_posts WHERE client_id = ${shop.client_id} AND kind = 'note'`);
    expect(notes).toHaveLength(1);
  });

  it('is two again once they are parted: what was done stays with the one of the group', async () => {
    const { shop, group, anna, one, board } = await waiting();
    await group.press(group.find('card'), 'Беру', olga);
    await joins(shop, anna, 'Ольга');
    const parting = place(shop.client_id, await idOf(shop.client_id, 'Ольга'), anna.id);
    expect((await anna.send('DELETE', parting)).body()).toMatchObject({ admin_id: null, open_handovers: 1 });
    expect(await board('in_work', '&manager=me')).toEqual([]);
    expect((await anna.send('DELETE', parting)).body()).toMatchObject({ error: { code: 'not_joined' } });
    await anna.send('POST', `${one}/assign`, { to: 'me' });
    expect(await managersOf(shop.client_id)).toMatchObject([
      { name: 'Ольга', admin_id: null },
      { name: 'Анна', telegram_user_id: null, admin_id: anna.id },
    ]);
    const audit = (await anna.get(`/api/clients/${shop.client_id}/audit?subject=manager`)).body<{
      items: unknown[];
    }>();
    expect(audit.items).toMatchObject([
      { action: 'part', subject: 'manager Ольга', before: { admin: anna.email }, after: { admin: null } },
      { action: 'merge', subject: 'manager Ольга', before: { admin: null }, after: { admin: anna.email } },
    ]);
  });
});

describe('who may be whom', () => {
  it('a manager of the group is one admin at most, and an admin one manager; who asks is told who it is', async () => {
    const { shop, group, anna } = await waiting();
    const boris = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    for (const from of [olga, timur]) await group.write('/queue', { from, thread_id: null });
    await joins(shop, anna, 'Ольга');
    expect((await joins(shop, anna, 'Ольга')).body()).toMatchObject({ error: { code: 'joined_already' } });
    expect((await joins(shop, anna, 'Тимур')).body()).toMatchObject({
      error: { code: 'admin_in_group', params: { who: 'Ольга' } },
    });
    expect((await joins(shop, boris, 'Ольга')).body()).toMatchObject({ error: { code: 'manager_in_panel' } });
    // Nothing of what was refused has stayed.
    expect(await managersOf(shop.client_id)).toMatchObject([
      { name: 'Тимур', admin_id: null },
      { name: 'Ольга', admin_id: anna.id },
    ]);
  });

  it('says an admin of somebody else, too; of nobody who has no role in the client, but of themselves', async () => {
    const { shop, group, anna } = await waiting();
    await group.write('/queue', { from: olga, thread_id: null });
    const [at, viewer, stranger, runner] = [
      await idOf(shop.client_id, 'Ольга'),
      await api.admin({ roles: { [shop.client_id]: 'viewer' } }),
      await api.admin(),
      await api.admin({ is_superadmin: true }),
    ];
    for (const nobody of [stranger.id, runner.id, randomUUID()])
      expect((await anna.send('PUT', place(shop.client_id, at, nobody))).status).toBe(404);
    expect((await viewer.send('PUT', place(shop.client_id, at, viewer.id))).status).toBe(403);
    expect((await anna.send('PUT', place(shop.client_id, at, viewer.id))).status).toBe(200);
    expect((await anna.send('DELETE', place(shop.client_id, at, viewer.id))).status).toBe(200);
    expect((await runner.send('PUT', place(shop.client_id, at, runner.id))).body()).toMatchObject({
      ...{ admin_id: runner.id, admin_name: null },
    });
    // Whoever has no role any more is parted all the same.
    expect((await anna.send('DELETE', place(shop.client_id, at, runner.id))).status).toBe(200);
    // Whoever answers from the panel alone is not in the group: nobody else can be them.
    await anna.send('POST', `/api/clients/${shop.client_id}/handovers/${await openRequest(shop)}/take`);
    const inPanel = await idOf(shop.client_id, 'Анна');
    expect((await anna.send('PUT', place(shop.client_id, inPanel, viewer.id))).status).toBe(404);
  });
});

describe('at the same moment', () => {
  it('of two admins who are the same manager one is heard', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { shop, group, anna } = await waiting();
      const boris = await api.admin({ roles: { [shop.client_id]: 'owner' } });
      await group.write('/queue', { from: olga, thread_id: null });
      const answers = await Promise.all([joins(shop, anna, 'Ольга'), joins(shop, boris, 'Ольга')]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
      const winner = answers[0]?.status === 200 ? anna : boris;
      expect(await managersOf(shop.client_id)).toMatchObject([{ name: 'Ольга', admin_id: winner.id }]);
    }
  }, 60_000);

  it('an admin who is said to be two managers is the first of them', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { shop, group, anna } = await waiting();
      for (const from of [olga, timur]) await group.write('/queue', { from, thread_id: null });
      const answers = await Promise.all([joins(shop, anna, 'Ольга'), joins(shop, anna, 'Тимур')]);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
      const ids = (await managersOf(shop.client_id)).map(({ admin_id }) => admin_id);
      expect(ids.filter((id) => id === anna.id)).toHaveLength(1);
      expect(ids).toHaveLength(2);
    }
  }, 60_000);

  it('a request taken in the panel is the joined one’s, whichever came first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { shop, group, anna, one, board } = await waiting();
      await group.write('/queue', { from: olga, thread_id: null });
      // Every other time they have a row of their own in the panel by then.
      if (round % 2 === 0) {
        await anna.send('POST', `${one}/take`);
        await anna.send('POST', `${one}/to-queue`);
      }
      const [taken, joined] = await Promise.all([
        anna.send('POST', `${one}/take`),
        joins(shop, anna, 'Ольга'),
      ]);
      expect([taken.status, joined.status]).toEqual([200, 200]);
      expect(await managersOf(shop.client_id)).toMatchObject([{ name: 'Ольга', admin_id: anna.id }]);
      expect(await board('in_work')).toMatchObject([{ assigned_to_name: 'Ольга', is_mine: true }]);
    }
  }, 60_000);

  it('a request is handed to the one of the panel: it is the joined one’s', async () => {
    const { shop, group, anna, id, one, board } = await waiting();
    await anna.send('POST', `${one}/take`);
    await anna.send('POST', `${one}/to-queue`);
    await group.press(group.find('card'), 'Беру', olga);
    const { client_id } = shop;
    const profile = await loadClientProfile(database, client_id);
    const manager_id = (await idOf(client_id, 'Анна')) as ManagerId;
    // As whoever hands it on: the manager was found, and nothing is written yet.
    const joined = await database.transaction(async (tx) => {
      const manager = await findManager(tx, { client_id, manager_id });
      const handover = await lockHandover(tx, { client_id, handover_id: id as HandoverId });
      if (!manager || !handover) throw new Error('nobody there');
      const joining = joins(shop, anna, 'Ольга');
      await Promise.race([joining, eventually(isSomebodyWaiting)]);
      const command = { type: 'reassign' as const, manager };
      await carryOut(tx, handover, command, { profile, by: null, now: clock.now() });
      return { joining };
    });
    expect((await joined.joining).status).toBe(200);
    expect(await board('in_work')).toMatchObject([{ assigned_to_name: 'Ольга', is_mine: true }]);
  });

  it('whoever is just handed requests, and hands them on, is joined without anybody being refused', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { shop, group, anna, one } = await waiting();
      const boris = await api.admin({ roles: { [shop.client_id]: 'owner' } });
      await group.write('/queue', { from: olga, thread_id: null });
      await anna.send('POST', `${one}/take`);
      const to = await idOf(shop.client_id, 'Ольга');
      const answers = await Promise.all([
        boris.send('POST', `${one}/assign`, { to }),
        joins(shop, anna, 'Ольга'),
        group.write('/queue', { from: olga, thread_id: null }),
      ]);
      // Joined first, it is Olga's already when it is handed to her, and begins anew with her.
      expect(answers.slice(0, 2)).toMatchObject([{ status: expect.any(Number) }, { status: 200 }]);
      expect((await anna.get(one)).body()).toMatchObject({ assigned_to_name: 'Ольга', is_mine: true });
    }
  }, 60_000);
});

async function isSomebodyWaiting(): Promise<boolean> {
  const held = await database.query(sql`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  return held.length > 0;
}

async function openRequest({ client_id }: Shop): Promise<string> {
  const { id } = await database.one<{ id: string }>(sql`
    SELECT id FROM handovers WHERE client_id = ${client_id} AND status IN ('pending', 'active')
    ORDER BY created_at DESC LIMIT 1`);
  return id;
}
