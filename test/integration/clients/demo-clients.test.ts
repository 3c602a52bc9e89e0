import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlayground } from '../../../playground/main.js';
import type { App } from '../../../src/app.js';
import { applyClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import { readClientFile } from '../../../src/clients/client-file/read-client-file.js';
import { sql } from '../../../src/shared/database.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';

const { database } = await testDatabase();
const box = createSealedBox(parseSealingKeys(newSealingKey('k1')));
const app = {
  db: database,
  clock: fixedClock('2026-11-23T10:00:00Z'),
  sealedBox: box,
} as Partial<App> as App;
const folder = await mkdtemp(join(tmpdir(), 'estafeta-demo-'));
afterAll(() => rm(folder, { recursive: true }));

async function start(): Promise<void> {
  const playground = await openPlayground(folder);
  await playground.applyDemo(app);
  await playground.close();
}

async function firstReminder(): Promise<number> {
  const { minutes } = await database.one<{ minutes: number }>(sql`
    SELECT s.reminder_timeout_1 AS minutes FROM client_settings s JOIN clients c ON c.id = s.client_id WHERE c.slug = 'demo-ru'`);
  return minutes;
}

describe('A demo shop, when it is started again', () => {
  it('is as it was left: what was tried out in the panel stays', async () => {
    await start();
    const usual = await firstReminder();
    await database.query(sql`
      UPDATE client_settings SET reminder_timeout_1 = ${usual - 1}
      WHERE client_id = (SELECT id FROM clients WHERE slug = 'demo-ru')`);
    await start();
    expect(await firstReminder()).toBe(usual - 1);
  });

  it('is brought to what a newer version says of it', async () => {
    await start();
    const now = await firstReminder();
    const text = `client: { id: demo-ru, name: Полдень }\nsettings: { reminder_timeout_1: ${now - 2} }\n`;
    const older = readClientFile({ name: 'older.yaml', text, variable: () => undefined });
    await applyClientFile({ ...app, box }, older, { prune: false, actor: 'playground' });
    await start();
    expect(await firstReminder()).not.toBe(now - 2);
  });
});
