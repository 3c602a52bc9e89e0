import { applyClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import type { ClientFileIntegration } from '../../../src/clients/client-file/client-file-schema.js';
import { openCredentials } from '../../../src/integrations/credentials.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { ClientId, IntegrationId } from '../../../src/shared/ids.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { testDatabase } from '../../support/database.js';

const { database: db } = await testDatabase();
const box = createSealedBox(parseSealingKeys(newSealingKey('k1')));

const official = (access_token: string): ClientFileIntegration => ({
  platform: 'whatsapp_cloud',
  name: 'official',
  credentials: { access_token, phone_number_id: '1098', app_secret: 'secret', verify_token: 'verify' },
});
const apply = async (integrations: ClientFileIntegration[]): Promise<number> => {
  const file = { client: { id: 'shop' }, integrations };
  const done = await applyClientFile({ db, clock: systemClock, box }, file, { prune: false, actor: 'test' });
  return done.changes.length;
};
const row = () =>
  db.one<{ id: IntegrationId; client_id: ClientId; credentials_hash: string; credentials_encrypted: Buffer }>(
    sql`SELECT id, client_id, credentials_hash, credentials_encrypted FROM integrations WHERE platform_id = 'whatsapp_cloud'`,
  );

describe('A number of the Cloud API in a client file', () => {
  it('takes a new token for the number it is, and stays the same connection', async () => {
    expect(await apply([official('first')])).toBe(1);
    const before = await row();
    expect(await apply([official('first')])).toBe(0);
    expect(await apply([official('second')])).toBe(1);
    const after = await row();
    expect(openCredentials(box, { ...after, platform_id: 'whatsapp_cloud' }).access_token).toBe('second');
    expect(after).toMatchObject({ id: before.id, credentials_hash: before.credentials_hash });
  });

  it('belongs to one integration', async () => {
    await expect(apply([{ ...official('third'), name: 'again' }])).rejects.toMatchObject({
      code: 'token_taken',
    });
  });

  it('stands beside a linked phone, which has nothing to write down', async () => {
    expect(await apply([{ platform: 'whatsapp', name: 'main', credentials: {} }])).toBe(1);
    expect(await apply([{ platform: 'whatsapp', name: 'main', credentials: {} }])).toBe(0);
  });
});
