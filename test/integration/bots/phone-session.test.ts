import { openPhoneStage } from './phone-stage.js';
import type { PhoneStage } from './phone-stage.js';
import { resealSecrets } from '../../../src/integrations/reseal-secrets.js';
import { readSessionKeys, takeSession, writeSession } from '../../../src/integrations/whatsapp-session.js';
import { acquireLeases } from '../../../src/shared/leases.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { mortalDatabase } from '../../support/mortal-database.js';

const { database } = await testDatabase();
let stage: PhoneStage;

/** On a busy machine. */
const patientMs = 90_000;

beforeEach(async () => {
  stage = await openPhoneStage(database);
});
afterEach(() => stage.close());

/** A process that dies after so many of the session's writes, between two of them; later, if it wrote no more than that. */
function dyingAfter(writes: number): { db: Database; isDead: () => boolean; kill: () => void } {
  const { db, die } = mortalDatabase(database);
  let left = writes;
  let isDead = false;
  const kill = (): void => {
    isDead = true;
    die();
  };
  return {
    isDead: () => isDead,
    kill,
    db: {
      ...db,
      query: async (statement) => {
        const isWrite = statement.text.includes('INSERT INTO whatsapp_keys');
        if (isWrite && left === 0) kill();
        if (isWrite) left -= 1;
        return db.query(statement);
      },
    },
  };
}

describe('the session of a linked phone', () => {
  // Right after linking come the pre-keys, the first session and the first message's: each border is one to die at.
  it.each([1, 2, 3, 5])(
    'survives a process that is killed after %i writes of keys',
    async (writes) => {
      const linking = stage.start('linking');
      await stage.linkByQr();
      await linking.stop();

      const dying = dyingAfter(writes);
      const killed = stage.start('killed', { over: dying.db, leaseSeconds: 2 });
      await eventually(() => killed.sockets.length > 0);
      const told = Array.from({ length: 6 }, (_, number) => `before ${number}`);
      for (const text of told) await stage.anna.writes(text);
      await eventually(() => dying.isDead() || killed.texts().length === told.length);
      dying.kill();
      for (const socket of killed.sockets) void socket.ws.close();

      const next = stage.start('next', { leaseSeconds: 2 });
      await stage.anna.writes('after');
      await eventually(() => expect(next.texts()).toContain('after'), { withinMs: 40_000 });
      // Nothing is unreadable: what the killed one had not taken comes again, and is opened.
      const all = new Set([...killed.texts(), ...next.texts()]);
      expect([...told, 'after'].filter((text) => !all.has(text))).toEqual([]);
      expect(next.heard.filter(({ messageStubType }) => messageStubType)).toEqual([]);
      await next.socket()?.sendMessage(`${stage.anna.phone.slice(1)}@s.whatsapp.net`, { text: 'an answer' });
      await eventually(() => expect(stage.anna.received().map(({ text }) => text)).toContain('an answer'));
    },
    patientMs,
  );

  it(
    'is written by who holds the phone now, and by nobody else',
    async () => {
      const key = 'whatsapp:test';
      const phone = { client_id: stage.client_id, id: stage.integration_id };
      await stage.ask('qr');
      const lease = { keys: [key], bellQueue: 'q', ttlSeconds: 60 };
      const [first] = await acquireLeases(database, { ...lease, holder: 'one' });
      expect(await takeSession(database, stage.box, phone, first!)).toEqual({ creds: null });
      const kept = { kind: 'session', key_id: 'a', value: 'from one' };
      expect(
        await writeSession(database, stage.box, { ...phone, ...first! }, { creds: null, keys: [kept] }),
      ).toBe(true);

      await database.query(
        sql`UPDATE leases SET expires_at = now() - interval '1 second' WHERE key = ${key}`,
      );
      const [second] = await acquireLeases(database, { ...lease, holder: 'two' });
      await takeSession(database, stage.box, phone, second!);
      const late = { ...kept, value: 'from one, too late' };
      expect(
        await writeSession(database, stage.box, { ...phone, ...first! }, { creds: 'x', keys: [late] }),
      ).toBe(false);
      expect(await takeSession(database, stage.box, phone, first!)).toBeNull();
      const read = await readSessionKeys(database, stage.box, phone, {
        kind: 'session',
        key_ids: ['a', 'b'],
      });
      expect([...read]).toEqual([['a', 'from one']]);
    },
    patientMs,
  );

  it(
    'is sealed anew with a newer key, while the phone goes on',
    async () => {
      const process = stage.start('one');
      await stage.linkByQr();
      const sealedBefore = await database.query<{ value: string }>(sql`SELECT value FROM whatsapp_keys`);
      const newer = createSealedBox(parseSealingKeys(`${newSealingKey('k2')},${stage.keys}`));
      expect(await resealSecrets(database, newer)).toBeGreaterThan(sealedBefore.length);
      const old = await database.query(sql`
      SELECT key_id FROM whatsapp_keys WHERE value NOT LIKE 'e1.k2.%'
      UNION ALL SELECT phone FROM whatsapp_links WHERE creds NOT LIKE 'e1.k2.%'`);
      expect(old).toEqual([]);
      await process.stop();
    },
    patientMs,
  );
});
