import { applyClientFile, planClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { hashSecret } from '../../../src/shared/sealed-box.js';
import { moveGroup } from '../../../src/topics/topic-state.js';
import { testDatabase } from '../../support/database.js';

const { database: db } = await testDatabase();
const tools = { db, clock: systemClock, box: createSealedBox(parseSealingKeys(newSealingKey('k1'))) };
const token = '123456789:AAEabcdefghijklmnopqrstuvwxyz0123456';
const file = (telegram_chat_id: string, reminder_timeout_1 = 30) => ({
  client: { id: 'shop' },
  settings: { telegram_chat_id, telegram_bot_token: token, reminder_timeout_1 },
});
const apply = (given: ReturnType<typeof file>) =>
  applyClientFile(tools, given, { prune: false, actor: 'test' });
const group = async (): Promise<unknown> =>
  (await db.one<{ telegram_chat_id: string }>(sql`SELECT telegram_chat_id FROM client_settings`))
    .telegram_chat_id;

describe('A client file that still names the id its group had before it became a supergroup', () => {
  beforeAll(async () => {
    await apply(file('-100'));
    const move = { from: '-100', to: '-1001', is_forum: false, now: systemClock.now() };
    const sender_key = `telegram:${hashSecret(token)}`;
    expect(await db.transaction((tx) => moveGroup(tx, { ...move, sender_key }))).toBe(true);
  });

  it('does not move the client back, and says what to write', async () => {
    const plan = await planClientFile(tools, file('-100'), false);
    expect(plan).toMatchObject({
      changes: [],
      remarks: [expect.stringMatching(/-100 has become the supergroup -1001.*Write the new id/)],
    });
    const applied = await apply(file('-100', 20));
    expect(applied.changes.map(({ path }) => path)).toEqual(['settings.reminder_timeout_1']);
    expect(await group()).toBe('-1001');
  });

  it('says nothing once it names the new id', async () => {
    expect(await apply(file('-1001', 20))).toMatchObject({ changes: [], remarks: [] });
  });

  it('may name quite another group', async () => {
    expect((await apply(file('-1002'))).remarks).toEqual([]);
    expect(await group()).toBe('-1002');
  });
});
