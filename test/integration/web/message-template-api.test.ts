import { keepTemplates } from '../../../src/integrations/cloud-templates.js';
import type { ToldTemplates } from '../../../src/integrations/cloud-templates.js';
import { json, sql } from '../../../src/shared/database.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Answer, Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });

const reply = { name: 'reply', language: 'ru' };
const approved = { ...reply, body: 'Мы ответили вам: {{1}}', is_usable: true };
const twoPlaces = { ...reply, name: 'two_places', body: '{{1}}: {{2}}', is_usable: false };

describe('The template after 24 hours, over the API', () => {
  let shop: Shop;
  let anna: Asking & { email: string };
  let id: IntegrationId;
  let url: string;
  let numbers = 0;
  beforeEach(async () => {
    shop = await openShop(database, clock);
    anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const channels = `/api/clients/${shop.client_id}/channels`;
    const added = await anna.send('POST', channels, {
      ...{ platform: 'whatsapp_cloud', name: 'official', credentials: credentials(`10${(numbers += 1)}`) },
    });
    ({ id } = added.body<{ id: IntegrationId }>());
    url = `${channels}/${id}`;
  });

  const credentials = (phone_number_id: string, access_token = 'EAA') => ({
    ...{ access_token, phone_number_id, app_secret: 's', verify_token: 'v' },
  });
  /** What the number's first webhook tells, and then its connection. */
  const accountIsKnown = (): Promise<unknown> =>
    database.query(sql`
      UPDATE integrations SET metadata = metadata || ${json({ account_id: '1055' })}::jsonb
      WHERE client_id = ${shop.client_id} AND id = ${id}`);
  const metaTells = async (templates: Partial<ToldTemplates>): Promise<void> => {
    await accountIsKnown();
    const told = { items: [], is_refused: false, ...templates };
    await keepTemplates(database, { client_id: shop.client_id, id }, { templates: told, wanted_at: null });
  };
  const listed = async (): Promise<unknown> => (await anna.get(`${url}/templates`)).body();
  const name = (template: object | null, seen: object | null = null): Promise<Answer> =>
    anna.send('PUT', `${url}/template`, { template, seen });
  const kept = async (): Promise<unknown> => {
    const answer = await anna.get(`/api/clients/${shop.client_id}/channels`);
    return answer.body<{ items: { id: string; template: unknown }[] }>().items.find((one) => one.id === id)
      ?.template;
  };

  it('is chosen from those Meta has approved, as it told them last; until then it says why there are none', async () => {
    expect(await listed()).toEqual({ problem: 'account_unknown', items: [] });
    await accountIsKnown();
    expect(await listed()).toEqual({ problem: 'not_read', items: [] });
    await metaTells({ items: [approved, twoPlaces] });
    expect(await listed()).toEqual({ problem: null, items: [approved, twoPlaces] });
    await metaTells({ is_refused: true });
    expect(await listed()).toEqual({ problem: 'refused', items: [] });
  });

  it('is kept once Meta says that it is good, is in the audit, and is taken away again', async () => {
    await metaTells({ items: [approved] });
    expect((await name(reply)).body()).toEqual({ template: reply, is_checked: true });
    expect(await kept()).toEqual(reply);
    expect((await name(null, reply)).body()).toEqual({ template: null, is_checked: false });
    expect(await kept()).toBeNull();
    const events = await database.query(sql`
      SELECT actor, action, subject, before, after FROM audit_events
      WHERE client_id = ${shop.client_id} AND action = 'change' ORDER BY id`);
    const subject = 'channel whatsapp_cloud/official';
    expect(events).toEqual([
      {
        actor: anna.email,
        action: 'change',
        subject,
        before: { template: null },
        after: { template: reply },
      },
      {
        actor: anna.email,
        action: 'change',
        subject,
        before: { template: reply },
        after: { template: null },
      },
    ]);
  });

  it('is refused beside its field, with the reason, when it is none, not approved, or has other places', async () => {
    await metaTells({ items: [twoPlaces] });
    const reasonsOf = async (template: object): Promise<unknown> => {
      const answer = await name(template);
      expect(answer.status).toBe(400);
      return answer.body<{ error: { reasons: unknown } }>().error.reasons;
    };
    expect(await reasonsOf({ name: 'Our Reply', language: 'русский' })).toEqual({
      'template.name': 'no_template',
      'template.language': 'no_template_language',
    });
    expect(await reasonsOf(reply)).toEqual({ 'template.name': 'template_unknown' });
    expect(await reasonsOf({ ...reply, name: 'two_places' })).toEqual({
      'template.name': 'template_unusable',
    });
    expect(await kept()).toBeNull();
  });

  it('is typed by hand where there is no list: it is kept, and said to be unchecked', async () => {
    expect((await name(reply)).body()).toEqual({ template: reply, is_checked: false });
    await metaTells({ is_refused: true });
    expect((await name({ ...reply, name: 'other' }, reply)).body()).toMatchObject({ is_checked: false });
  });

  it('is not overwritten by somebody who has seen another one', async () => {
    await name(reply);
    const stale = await name({ ...reply, name: 'mine' }, null);
    expect(stale.status).toBe(409);
    expect(stale.body()).toMatchObject({
      error: { code: 'stale_edit', current: { template: reply }, yours: { template: { name: 'mine' } } },
    });
    expect(await kept()).toEqual(reply);
  });

  it('stays when the number gets other keys, and goes nowhere when it is switched off', async () => {
    await metaTells({ items: [approved] });
    await name(reply);
    const same = credentials(`10${numbers}`, 'EAA-new');
    await anna.send('PUT', `${url}/credentials`, { credentials: same });
    expect(await listed()).toMatchObject({ items: [approved] });
    // What Meta told of one number says nothing of another.
    await anna.send('PUT', `${url}/credentials`, { credentials: credentials(`20${numbers}`) });
    expect(await listed()).toEqual({ problem: 'account_unknown', items: [] });
    expect(await kept()).toEqual(reply);
    await anna.send('DELETE', url);
    expect((await name(null, reply)).body()).toMatchObject({ error: { code: 'channel_off' } });
    expect(await listed()).toMatchObject({ error: { code: 'channel_off' } });
  });

  it('is no matter of other messengers, of who may only look, or of another client', async () => {
    const bot = `/api/clients/${shop.client_id}/channels/${shop.integration_id}`;
    expect((await anna.get(`${bot}/templates`)).status).toBe(404);
    expect((await anna.send('PUT', `${bot}/template`, { template: reply, seen: null })).status).toBe(404);
    const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    expect((await viewer.get(`${url}/templates`)).status).toBe(403);
    const other = await openShop(database, clock);
    const stranger = await api.admin({ roles: { [other.client_id]: 'owner' } });
    const foreign = `/api/clients/${other.client_id}/channels/${id}`;
    expect((await stranger.get(`${foreign}/templates`)).status).toBe(404);
    expect((await stranger.send('PUT', `${foreign}/template`, { template: reply, seen: null })).status).toBe(
      404,
    );
    expect(await kept()).toBeNull();
  });
});
