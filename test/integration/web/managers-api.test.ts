import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { recogniseManager } from '../../../src/topics/recognise-manager.js';
import { knownManagers } from '../../../src/topics/known-managers.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });

describe('The managers over the API', () => {
  it('are made known before they act, let go, and taken back', async () => {
    const shop = await openShop(database, clock, { settings: { managers_only: true } });
    const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const url = `/api/clients/${shop.client_id}/managers`;
    const profile = await loadClientProfile(database, shop.client_id);
    const person = { telegram_user_id: 500, name: 'Мария', username: null, is_anonymous: false };
    const heard = () => recogniseManager(database, profile, person, clock.now());
    expect(await heard()).toEqual({ refusal: 'not_manager' });

    const added = await anna.send('POST', url, { telegram_user_id: '500', name: 'Мария' });
    expect(added.body()).toMatchObject({ telegram_user_id: '500', is_active: true, open_handovers: 0 });
    expect(await heard()).toMatchObject({ manager: { name: 'Мария' } });
    const again = await anna.send('POST', url, { telegram_user_id: '500', name: 'Мария' });
    expect(again.body()).toMatchObject({ error: { fields: { telegram_user_id: 'is a manager already' } } });

    const { id } = added.body<{ id: string }>();
    await anna.send('PATCH', `${url}/${id}`, { is_active: false });
    expect(await heard()).toEqual({ refusal: 'not_manager' });
    expect(await knownManagers(database, shop.client_id)).toEqual([]);
    await anna.send('PATCH', `${url}/${id}`, { is_active: true });
    expect(await heard()).toMatchObject({ manager: { name: 'Мария' } });

    const other = await openShop(database, clock);
    const stranger = await api.admin({ roles: { [other.client_id]: 'owner' } });
    const foreign = `/api/clients/${other.client_id}/managers`;
    expect((await stranger.send('PATCH', `${foreign}/${id}`, { is_active: false })).status).toBe(404);
    expect((await stranger.get(foreign)).body()).toEqual({ items: [], next: null });
  });

  it('are listed by name, by pages', async () => {
    const shop = await openShop(database, clock);
    const anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const url = `/api/clients/${shop.client_id}/managers`;
    for (const [at, name] of ['Вера', 'Анна', 'Анна'].entries())
      await anna.send('POST', url, { telegram_user_id: String(600 + at), name });
    type Listed = { items: { name: string }[]; next: string | null };
    const page = async (after: string): Promise<Listed> =>
      (await anna.get(`${url}?limit=1${after}`)).body<Listed>();
    const names: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const shown: Listed = await page(next === '' ? '' : `&after=${encodeURIComponent(next)}`);
      names.push(...shown.items.map(({ name }) => name));
      next = shown.next;
    }
    expect(names).toEqual(['Анна', 'Анна', 'Вера']);
  });
});
