import { readTemplates } from '../../../src/integrations/cloud-templates.js';
import type { KnownTemplates } from '../../../src/integrations/cloud-templates.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';

const { database } = await testDatabase();

const body = 'Мы ответили вам: {{1}}';

describe('the templates of a number, asked for by whoever holds its connection', () => {
  let stage: CloudStage;
  beforeEach(async () => {
    stage = await openCloudStage(database);
  });
  afterEach(() => stage.close());

  const approve = (template: Partial<Parameters<CloudStage['graph']['addTemplate']>[0]> = {}): void =>
    stage.graph.addTemplate({
      ...{ phone_number_id: stage.phone_number_id, name: 'reply', language: 'ru', body },
      ...template,
    });
  const known = (): Promise<KnownTemplates> =>
    readTemplates(database, { client_id: stage.client_id, id: stage.integration_id });
  const names = async (): Promise<string[]> => (await known()).items.map(({ name }) => name);

  it('are known as soon as the first message tells whose account it is: the approved ones, and which can be used', async () => {
    approve();
    approve({ name: 'two_places', body: '{{1}}: {{2}}' });
    approve({ name: 'named', header: 'Заказ {{1}}' });
    approve({ name: 'headed', header: 'Полдень' });
    approve({ name: 'code', category: 'AUTHENTICATION' });
    approve({ name: 'not_yet', status: 'PENDING' });
    await stage.start();
    expect(await known()).toEqual({ problem: 'account_unknown', items: [] });
    stage.graph.customerSends({ ...stage.anna, text: 'Здравствуйте' });
    await eventually(async () => expect((await known()).problem).toBeNull());
    const of = (name: string, is_usable: boolean, text = body): object => ({
      ...{ name, language: 'ru', body: text, is_usable },
    });
    expect((await known()).items).toEqual([
      of('code', false),
      of('headed', true),
      of('named', false),
      of('reply', true),
      of('two_places', false, '{{1}}: {{2}}'),
    ]);
  });

  it('are all there, however many pages Meta tells them on', async () => {
    for (let count = 0; count < 120; count += 1) approve({ name: `template_${count}` });
    approve({ name: 'zzz_last' });
    await stage.start();
    stage.graph.customerSends({ ...stage.anna, text: 'Здравствуйте' });
    await eventually(async () => expect(await names()).toHaveLength(121));
    expect((await names()).at(-1)).toBe('zzz_last');
  });

  it('are asked for anew when Meta tells that one was looked at', async () => {
    await stage.start();
    stage.graph.customerSends({ ...stage.anna, text: 'Здравствуйте' });
    await eventually(async () => expect((await known()).problem).toBeNull());
    approve();
    const value = { event: 'APPROVED', message_template_name: 'reply', message_template_language: 'ru' };
    const changes = [{ field: 'message_template_status_update', value }];
    const { status } = await stage.graph.bring(stage.phone_number_id, {
      ...{ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] },
    });
    expect(status).toBe(200);
    await eventually(async () => expect(await names()).toEqual(['reply']));
  });

  it('are not shown to a token that may not see them, and that is said', async () => {
    await stage.start();
    const account = { object: 'whatsapp_business_account' };
    // Of an account that this token has nothing to do with.
    const value = { metadata: { phone_number_id: stage.phone_number_id }, contacts: [], messages: [] };
    await stage.graph.bring(stage.phone_number_id, {
      ...{ ...account, entry: [{ id: '404', changes: [{ field: 'messages', value }] }] },
    });
    await eventually(async () => expect((await known()).problem).toBe('refused'));
  });

  it('say nothing of another number of the same app, though its messages come to the same address', async () => {
    await stage.start();
    const value = { metadata: { phone_number_id: 'another' }, contacts: [], messages: [] };
    const entry = [{ id: '404', changes: [{ field: 'messages', value }] }];
    const { status } = await stage.graph.bring(stage.phone_number_id, { entry });
    expect(status).toBe(200);
    expect((await known()).problem).toBe('account_unknown');
  });
});
