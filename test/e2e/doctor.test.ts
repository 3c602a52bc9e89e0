import { join } from 'node:path';
import { createLocalTelegram } from '../../playground/bot-api/local-telegram.js';
import { applyClientFile } from '../../src/clients/client-file/apply-client-file.js';
import { systemClock } from '../../src/shared/clock.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../src/shared/sealed-box.js';
import { testDatabase } from '../support/database.js';
import { endCommands, ownFolder, runCommand } from './support/command.js';
import type { Environment } from './support/command.js';

const { url, database: db } = await testDatabase();
const telegram = await createLocalTelegram();
const keys = newSealingKey('k1');
const folder = await ownFolder();
const environment: Environment = {
  DATABASE_URL: url,
  ENCRYPTION_KEYS: keys,
  TELEGRAM_API_ROOT: await telegram.listen(),
  DATA_DIR: join(folder, 'data'),
  LOG_LEVEL: 'warn',
};
const doctor = (more: Environment = {}, ...flags: string[]) =>
  runCommand(['doctor', ...flags], { ...environment, ...more }, folder);

afterAll(async () => {
  await endCommands();
  await telegram.close();
});

describe('doctor', () => {
  const owner = telegram.createPerson({ first_name: 'Owner' });
  const managers = telegram.createBot({ username: 'clinic_managers_bot' });
  const customers = telegram.createBot({ username: 'clinic_bot' });
  const group = (is_forum: boolean): number =>
    telegram.createGroup({ title: 'Clinic', is_forum, creator: owner.id }).id;

  async function openClinic(slug: string, telegram_chat_id: number, bot_token?: string): Promise<void> {
    const settings = { telegram_chat_id: String(telegram_chat_id), telegram_bot_token: managers.token };
    const integrations =
      bot_token === undefined
        ? []
        : [{ platform: 'telegram' as const, name: 'shop', credentials: { bot_token } }];
    const tools = { db, clock: systemClock, box: createSealedBox(parseSealingKeys(keys)) };
    await applyClientFile(
      tools,
      { client: { id: slug }, settings, integrations },
      { prune: false, actor: 'test' },
    );
  }

  it('finds nothing wrong where nothing is', async () => {
    const ready = group(true);
    telegram.promoteMember({ group: ready, member: managers.username });
    await openClinic('ready', ready, customers.token);
    const { code, output } = await doctor();
    expect(output).not.toContain('WRONG');
    expect(output).toMatch(/^ok +database: PostgreSQL \d+/m);
    expect(output).toMatch(/^ok +rows of clients: /m);
    expect(output).toMatch(/^ok +queue: /m);
    expect(output).toMatch(/^ok +bot @clinic_bot: the token works$/m);
    expect(output).toContain(`managers' group ${ready}: The group is ready`);
    expect(output).toMatch(/^ok +model: no OPENAI_API_KEY/m);
    expect(code).toBe(0);
  });

  it('says of a revoked token, of groups the bot can’t work in and of a silent model what to do', async () => {
    const [unknown, noAdmin, plain] = [-1_009_999_999, group(true), group(false)];
    telegram.addMember({ group: noAdmin, member: managers.username });
    telegram.promoteMember({ group: plain, member: managers.username });
    await openClinic('unknown', unknown);
    await openClinic('no-admin', noAdmin);
    await openClinic('plain', plain);
    telegram.revokeToken({ bot: customers.username });
    const { code, output } = await doctor(
      { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: 'http://127.0.0.1:9' },
      '--model',
    );
    expect(code).toBe(1);
    expect(output).toMatch(/^WRONG +bot \d+: .*token.*revoked.*@BotFather/m);
    expect(output).toMatch(new RegExp(`^WRONG +managers' group ${unknown}: .*add the bot to it`, 'm'));
    expect(output).toMatch(
      new RegExp(`^WRONG +managers' group ${noAdmin}: The bot is not an admin.*Administrators`, 'm'),
    );
    expect(output).toMatch(
      new RegExp(`^ok +managers' group ${plain}: Topics are switched off.*switch on`, 'm'),
    );
    expect(output).toMatch(/^WRONG +model: .*OPENAI_BASE_URL/m);
    expect(output).toMatch(/^ok +bot @clinic_managers_bot: the token works$/m);
    expect(output).not.toContain(customers.token.split(':')[1]);
  });
});
