import { webhookOf } from '../../../bots/telegram/webhook-rows.js';
import { offerTotp, totpPlace } from '../../../src/admins/totp.js';
import { applyClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import { openCredentials, openManagersToken } from '../../../src/integrations/credentials.js';
import { resealSecrets } from '../../../src/integrations/reseal-secrets.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { AdminId, ClientId, IntegrationId } from '../../../src/shared/ids.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { testDatabase } from '../../support/database.js';

const { database: db } = await testDatabase();
const [first, second, third] = ['k1', 'k2', 'k3'].map((id) => newSealingKey(id)) as [string, string, string];
const boxOf = (...keys: string[]) => createSealedBox(parseSealingKeys(keys.join(',')));
const token = '123456789:AAEabcdefghijklmnopqrstuvwxyz0123456';

async function secretsWith(box: ReturnType<typeof boxOf>): Promise<string[]> {
  const row = await db.one<{
    id: IntegrationId;
    client_id: ClientId;
    credentials_encrypted: Buffer;
    sealed: string;
  }>(sql`
    SELECT i.id, i.client_id, i.credentials_encrypted, s.telegram_bot_token AS sealed
    FROM integrations i JOIN client_settings s ON s.client_id = i.client_id`);
  return [
    openCredentials(box, { ...row, platform_id: 'telegram' }).bot_token,
    openManagersToken(box, row.client_id, row.sealed),
  ];
}

describe('A key that is replaced', () => {
  const bot = { sender_key: 'telegram:0f3a', username: 'shop_bot' };
  let webhook: Awaited<ReturnType<typeof webhookOf>>;
  let admin_id: AdminId;
  beforeAll(async () => {
    const credentials = { bot_token: token };
    await applyClientFile(
      { db, clock: systemClock, box: boxOf(first) },
      {
        client: { id: 'shop' },
        settings: { telegram_bot_token: token },
        integrations: [{ platform: 'telegram', name: 'bot', credentials }],
      },
      { prune: false, actor: 'test' },
    );
    webhook = await webhookOf(db, boxOf(first), bot);
    const admin = await db.one<{ id: AdminId; email: string }>(
      sql`INSERT INTO admins (email, name) VALUES ('anna@example.com', 'Анна') RETURNING id, email`,
    );
    admin_id = admin.id;
    await offerTotp({ db, sealedBox: boxOf(first) }, { admin_id, email: admin.email });
  });

  it('may go once everything is sealed with the new one', async () => {
    await expect(resealSecrets(db, boxOf(second, first))).resolves.toBe(4);
    await expect(secretsWith(boxOf(second))).resolves.toEqual([token, token]);
    await expect(webhookOf(db, boxOf(second), bot)).resolves.toEqual(webhook);
    const { totp_secret } = await db.one<{ totp_secret: string }>(sql`SELECT totp_secret FROM admins`);
    expect(boxOf(second).open(totp_secret, totpPlace(admin_id))).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('leaves nothing to do a second time', async () => {
    await expect(resealSecrets(db, boxOf(second, first))).resolves.toBe(0);
  });

  it('that is missing leaves its secrets as they are, for whoever finds it again', async () => {
    await expect(resealSecrets(db, boxOf(third))).resolves.toBe(0);
    await expect(secretsWith(boxOf(third, second))).resolves.toEqual([token, token]);
  });

  it('that is lost costs a webhook only its address: Telegram is given another one', async () => {
    const other = await webhookOf(db, boxOf(third), bot);
    expect(other.path).not.toBe(webhook.path);
    expect(other.secret).not.toBe(webhook.secret);
    await expect(webhookOf(db, boxOf(third), bot)).resolves.toEqual(other);
  });
});
