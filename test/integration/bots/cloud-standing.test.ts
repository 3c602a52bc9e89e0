import { CloudMessenger } from '../../../bots/whatsapp-cloud/cloud-messenger.js';
import { ConnectionState } from '../../../bots/whatsapp-cloud/connection-state.js';
import { sealCredentials } from '../../../src/integrations/credentials.js';
import { sql } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { testDatabase } from '../../support/database.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';

const { database } = await testDatabase();

describe('how a number of the official API stands', () => {
  let stage: CloudStage;
  beforeEach(async () => {
    stage = await openCloudStage(database);
  });
  afterEach(() => stage.close());

  const openAlarms = () =>
    database.query<{ kind: string }>(sql`
      SELECT kind FROM alarms WHERE client_id = ${stage.client_id} AND cleared_at IS NULL ORDER BY kind`);
  const status = async () =>
    (
      await database.one<{ status: string }>(
        sql`SELECT status FROM integrations WHERE id = ${stage.integration_id}`,
      )
    ).status;
  const locked = { type: 'stopped', stop: 'number_locked', description: 'code 131031' } as const;
  const stateOf = (): ConnectionState => {
    const { tools, client_id, integration_id: id } = stage;
    return new ConnectionState(tools, { sender_key: 'whatsapp_cloud:x', client_id, id });
  };

  it('is not in order because Meta still shows it: what it refused to send has to go through first', async () => {
    const state = stateOf();
    state.note(locked);
    state.looked(null);
    await state.settled();
    expect([await status(), await openAlarms()]).toEqual(['error', [{ kind: 'number_locked' }]]);
    state.note(null);
    await state.settled();
    expect([await status(), await openAlarms()]).toEqual(['connected', []]);
  });

  it('is in order again when a look finds it so that had found it otherwise', async () => {
    const state = stateOf();
    state.looked({ type: 'stopped', stop: 'access_token_refused', description: 'code 190' });
    await state.settled();
    expect(await openAlarms()).toEqual([{ kind: 'access_token_refused' }]);
    state.looked(null);
    await state.settled();
    expect([await status(), await openAlarms()]).toEqual(['connected', []]);
  });

  it('is made anew when another connection of a client has the number from one look to the next', async () => {
    const { client_id, box, secrets, phone_number_id, integration_id, tools, root } = stage;
    const messenger = new CloudMessenger({
      ...{ tools, sealedBox: box, media: null as never, signal: new AbortController().signal },
      cloudRootFor: () => root,
    });
    const [key = ''] = await messenger.look();
    const connection = messenger.connect(key, { fence: 1, isOurs: () => false });
    const id = newId<IntegrationId>();
    const place = { client_id, id, platform_id: 'whatsapp_cloud' as const };
    const sealed = sealCredentials(box, place, { ...secrets, phone_number_id });
    await database.query(sql`
      UPDATE integrations SET status = 'disconnected', credentials_hash = NULL WHERE id = ${integration_id}`);
    await database.query(sql`
      INSERT INTO integrations (id, client_id, platform_id, name, credentials_encrypted, encryption_key_id, credentials_hash)
      VALUES (${id}, ${client_id}, 'whatsapp_cloud', 'moved', ${Buffer.from(sealed.credentials_encrypted)},
        ${sealed.encryption_key_id}, ${sealed.credentials_hash})`);
    expect(await messenger.look()).toEqual([]);
    expect(connection?.integration_id).toBe(integration_id);
    await connection?.stop();
    messenger.forget(key);
    expect(await messenger.look()).toEqual([key]);
  });
});
