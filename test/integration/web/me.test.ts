import { testApi } from '../../support/api.js';
import { systemClock } from '../../../src/shared/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const api = await testApi(database);

describe('who asks', () => {
  it('is nobody without a session, and told to sign in', async () => {
    const answer = await api.get('/api/me');
    expect(answer.status).toBe(401);
    expect(answer.body()).toMatchObject({ error: { code: 'not_signed_in' } });
    expect(answer.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cache-control': 'no-store',
    });
  });

  it('sees themselves and the clients they have a role in, and no other', async () => {
    const [mine] = [await openShop(database, systemClock), await openShop(database, systemClock)];
    const anna = await api.admin({ roles: { [mine.client_id]: 'viewer' } });
    expect((await anna.get('/api/me')).body()).toMatchObject({ email: anna.email, is_superadmin: false });
    expect((await anna.get('/api/clients')).body()).toMatchObject({
      items: [{ id: mine.client_id, role: 'viewer' }],
    });
  });

  it('sees every client as its owner when they run the installation', async () => {
    const root = await api.admin({ is_superadmin: true });
    const { items } = (await root.get('/api/clients')).body<{ items: { role: string }[] }>();
    expect(items.map(({ role }) => role)).toEqual(['owner', 'owner']);
  });

  it('is told when an address is not there', async () => {
    const anna = await api.admin();
    expect((await anna.get('/api/nothing')).body()).toMatchObject({ error: { code: 'not_found' } });
  });
});
