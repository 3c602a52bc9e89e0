import { sql } from '../../../src/shared/database.js';
import type { ClientId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import { assistantWith } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const shop = await openShop(database, clock, { prompts: { system_prompt: 'Ты бариста.' } });
const model = fakeModel({
  classify: () => plainClassification,
  answer: ({ system }) => ({ action: 'answer', text: system.includes('сомелье') ? 'Рислинг.' : 'Латте.' }),
});
const api = await testApi(database, { clock, app: { assistant: assistantWith(shop, model) } });

const of = (client_id: ClientId, path = ''): string => `/api/clients/${client_id}/prompts${path}`;
type InUse = { name: string; id: string; text: string; newest_version: number; rolls_back_to: unknown };

describe('The prompts over the API', () => {
  it('are saved, compared, tried, activated and rolled back by an admin of the client', async () => {
    const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const inUse = async (): Promise<InUse> => {
      const { items } = (await anna.get(of(shop.client_id))).body<{ items: InUse[] }>();
      return items.find(({ name }) => name === 'system_prompt')!;
    };
    const before = await inUse();
    expect(before).toMatchObject({ text: 'Ты бариста.', newest_version: 1, rolls_back_to: null });
    const line = of(shop.client_id, '/system_prompt');

    const draft = { text: 'Ты сомелье.', newest_seen: before.newest_version };
    const saved = await anna.send('POST', `${line}/versions`, draft);
    expect(saved.status).toBe(201);
    const { id } = saved.body<{ id: string }>();
    expect(saved.body()).toMatchObject({ version: 2, is_active: false, created_by: anna.email });

    const diff = await anna.get(`${line}/diff?from=${before.id}&to=${id}`);
    expect(diff.body()).toEqual({
      parts: [
        { kind: 'removed', lines: ['Ты бариста.'] },
        { kind: 'added', lines: ['Ты сомелье.'] },
      ],
    });

    const tried = await anna.send('POST', `${line}/try`, { new: { id }, messages: ['что взять?'] });
    expect(tried.body()).toMatchObject({
      items: [{ old: { answer: { text: 'Латте.' } }, new: { answer: { text: 'Рислинг.' } } }],
    });

    const activated = await anna.send('POST', `${line}/activate`, { id, active_seen: before.id });
    expect(activated.body()).toMatchObject({ is_active: true });
    expect(await inUse()).toMatchObject({ text: 'Ты сомелье.', rolls_back_to: { version: 1 } });
    expect((await anna.send('POST', `${line}/roll-back`, { active_seen: id })).status).toBe(200);
    expect(await inUse()).toMatchObject({ text: 'Ты бариста.' });

    const firstPage = (await anna.get(`${line}/versions?limit=1`)).body<{ items: unknown[]; next: string }>();
    const secondPage = await anna.get(`${line}/versions?limit=1&after=${firstPage.next}`);
    expect(secondPage.body()).toMatchObject({ items: [{ version: 1 }], next: null });
  });

  it('are tried again on what was asked in past conversations, which are found by words, time, subject and person', async () => {
    const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const { conversation_id } = await shop.write('посоветуйте эклеры');
    const found = async (query: string): Promise<string[]> => {
      const path = `/api/clients/${shop.client_id}/conversations?${query}`;
      return (await anna.get(path)).body<{ items: { id: string }[] }>().items.map(({ id }) => id);
    };
    expect(await found('words=эклер')).toEqual([conversation_id]);
    expect(await found('words=дирижабль')).toEqual([]);
    expect(await found('had_handover=true')).toEqual([]);
    expect(await found('intent=menu')).toEqual([]);
    expect(await found('from=2020-01-01T00:00:00Z')).toEqual([conversation_id]);
    expect(await found('to=2020-01-01T00:00:00Z')).toEqual([]);

    const line = of(shop.client_id, '/system_prompt');
    const listed = await anna.get(`${line}/questions?conversation_ids=${conversation_id}`);
    const { items } = listed.body<{ items: { seq: number }[] }>();
    expect(items).toMatchObject([{ conversation_id, question: 'посоветуйте эклеры', said: null }]);
    const questions = [{ conversation_id, seq: items[0]!.seq }];
    const before = await database.query(sql`SELECT count(*) AS all FROM messages`);
    const tried = await anna.send('POST', `${line}/try`, { new: { text: 'Ты сомелье.' }, questions });
    expect(tried.body()).toMatchObject({
      items: [
        {
          question: 'посоветуйте эклеры',
          new: { answer: { text: 'Рислинг.' }, spent: { calls: 1, tokens: 15 } },
        },
      ],
    });
    expect(await database.query(sql`SELECT count(*) AS all FROM messages`)).toEqual(before);
    const audit = await database.query(sql`SELECT * FROM audit_events WHERE client_id = ${shop.client_id}`);
    expect(JSON.stringify(audit)).not.toContain('эклеры');
    const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    const refused = await viewer.send('POST', `${line}/try`, { new: { text: 'Ты сомелье.' }, questions });
    expect(refused.status).toBe(403);
  });

  it('show both versions to whoever saves after somebody else', async () => {
    const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const stale = await anna.send('POST', of(shop.client_id, '/system_prompt/versions'), {
      text: 'Моё',
      newest_seen: 1,
    });
    expect(stale.status).toBe(409);
    expect(stale.body()).toMatchObject({
      error: { code: 'stale_edit', current: { version: 2, text: 'Ты сомелье.' }, yours: { text: 'Моё' } },
    });
  });

  it('say what is wrong beside the field', async () => {
    const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const empty = await anna.send('POST', of(shop.client_id, '/system_prompt/versions'), {
      text: ' ',
      newest_seen: 2,
    });
    expect(empty.status).toBe(400);
    expect(empty.body()).toMatchObject({ error: { fields: { text: 'must not be empty' } } });
    expect((await anna.get(of(shop.client_id, '/no_such_prompt/versions'))).status).toBe(404);
  });

  it('of the installation are read and changed by those who run it only', async () => {
    const owner = await api.admin({ roles: { [shop.client_id]: 'owner' } });
    expect((await owner.get('/api/default-prompts')).status).toBe(403);
    const root = await api.admin({ is_superadmin: true });
    const saved = await root.send('POST', '/api/default-prompts/classifier/versions', {
      text: 'Сортируй.',
      newest_seen: null,
    });
    const { id } = saved.body<{ id: string }>();
    await root.send('POST', '/api/default-prompts/classifier/activate', { id, active_seen: null });
    const { items } = (await owner.get(of(shop.client_id))).body<{ items: unknown[] }>();
    expect(items).toContainEqual(expect.objectContaining({ source: 'default', text: 'Сортируй.' }));
  });

  it('of the installation are tried with a client that goes by them, and with no other', async () => {
    const knowledge = [{ title: 'Сезонное', text: 'Тыквенный раф.' }];
    const other = await openShop(database, clock, { knowledge });
    const root = await api.admin({ is_superadmin: true });
    const line = '/api/default-prompts/system_prompt';
    const newVersion = { text: 'Ты хозяин.', newest_seen: null };
    const { id } = (await root.send('POST', `${line}/versions`, newVersion)).body<{ id: string }>();
    await root.send('POST', `${line}/activate`, { id, active_seen: null });

    const { items } = (await root.get(`${line}/clients`)).body<{ items: { id: string }[] }>();
    const ids = items.map((client) => client.id);
    expect(ids).toContain(other.client_id);
    expect(ids).not.toContain(shop.client_id);

    const asked = { new: { text: 'Ты сомелье.' }, messages: ['что взять?'] };
    const before = model.asked.length;
    const tried = await root.send('POST', `${line}/try`, { client_id: other.client_id, ...asked });
    expect(tried.body()).toMatchObject({
      items: [
        {
          question: 'что взять?',
          old: { answer: { text: 'Латте.' } },
          new: { answer: { text: 'Рислинг.' } },
        },
      ],
    });
    const systems = model.asked.slice(before).map(({ system }) => system);
    for (const text of ['Ты хозяин.', 'Ты сомелье.'])
      expect(
        systems.filter((system) => system.startsWith(text) && system.includes('Тыквенный раф.')),
      ).toHaveLength(1);
    const spent = await database.query(sql`
      SELECT outcome FROM llm_calls WHERE client_id = ${other.client_id} AND conversation_id IS NULL`);
    expect(spent).toHaveLength(2);

    const { conversation_id } = await other.write('посоветуйте раф');
    const questions = [{ conversation_id, seq: 1 }];
    const replayed = await root.send('POST', `${line}/try`, {
      ...asked,
      client_id: other.client_id,
      messages: [],
      questions,
    });
    expect(replayed.body()).toMatchObject({
      items: [{ question: 'посоветуйте раф', new: { answer: { text: 'Рислинг.' } } }],
    });

    const refused = await root.send('POST', `${line}/try`, { client_id: shop.client_id, ...asked });
    expect(refused.status).toBe(409);
    expect(refused.body()).toMatchObject({ error: { code: 'has_own_prompt' } });
    const owner = await api.admin({ roles: { [other.client_id]: 'owner' } });
    expect((await owner.get(`${line}/clients`)).status).toBe(403);
    expect((await owner.send('POST', `${line}/try`, { client_id: other.client_id, ...asked })).status).toBe(
      403,
    );
  });
});
