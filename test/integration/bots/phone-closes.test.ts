import { openPhoneStage } from './phone-stage.js';
import type { PhoneStage } from './phone-stage.js';
import { sql } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const { database } = await testDatabase();
let stage: PhoneStage;

/** On a busy machine. */
const patientMs = 90_000;

beforeEach(async () => {
  stage = await openPhoneStage(database);
});
afterEach(() => stage.close());

async function groupPosts(): Promise<string[]> {
  const rows = await database.query<{ said: string }>(sql`
    SELECT payload->'text'->0->>'text' AS said FROM topic_posts WHERE client_id = ${stage.client_id} ORDER BY created_at`);
  return rows.map(({ said }) => said);
}

describe('WhatsApp ends the connection', () => {
  it.each([428, 503])(
    '%i: it comes back by itself, what was written meanwhile comes in, nobody is called',
    async (code) => {
      const process = stage.start('one', { lastingMs: 50 });
      await stage.linkByQr();
      const before = (await stage.row()).connected_at;
      stage.whatsapp.kick(stage.phone.phone, code);
      await eventually(async () => expect((await stage.row()).state).not.toBe('connected'));
      await stage.anna.writes('while away');
      await eventually(() => expect(process.texts()).toEqual(['while away']), { withinMs: 40_000 });
      expect((await stage.reaches('connected')).connected_at).not.toEqual(before);
      expect(await stage.alarms()).toEqual([]);
    },
    patientMs,
  );

  it(
    '440: another program has it; it is not fought, the owner is told, and asking to link takes it back',
    async () => {
      stage.start('one', { lastingMs: 200 });
      await stage.linkByQr();
      stage.whatsapp.kick(stage.phone.phone, 440);
      const { next_attempt_at } = await stage.reaches('replaced');
      expect(next_attempt_at?.getTime()).toBeGreaterThan(Date.now() + 15 * 60_000);
      expect(await stage.alarms()).toEqual([{ kind: 'number_replaced', over: false }]);
      expect(await stage.integration()).toMatchObject({
        status: 'error',
        status_message: expect.stringContaining('Another program uses this link'),
      });
      expect(await stage.ask('qr')).toBe('reconnecting');
      await stage.reaches('connected');
      await eventually(async () =>
        expect(await stage.alarms()).toEqual([{ kind: 'number_replaced', over: true }]),
      );
    },
    patientMs,
  );

  it(
    '401: the device was removed; keys are erased, the owner and the group are told, it can be linked again',
    async () => {
      stage.start('one');
      await stage.linkByQr();
      stage.phone.unlink();
      expect(await stage.reaches('logged_out')).toMatchObject({
        is_linked: false,
        phone: stage.phone.phone,
        close_code: 401,
      });
      expect(
        await database.query(sql`SELECT kind FROM whatsapp_keys WHERE client_id = ${stage.client_id}`),
      ).toEqual([]);
      expect(await stage.alarms()).toEqual([{ kind: 'number_dropped', over: false }]);
      expect(await groupPosts()).toEqual([expect.stringMatching(/disconnected.*\/link/)]);
      // The number is known: the code is for it.
      await stage.ask('code');
      await stage.phone.enterCode(await eventually(async () => (await stage.shown()).code ?? false));
      await stage.reaches('connected');
      expect(await stage.alarms()).toEqual([{ kind: 'number_dropped', over: true }]);
    },
    patientMs,
  );

  it(
    '403: locked; it does not knock again by itself, the owner is told, and asking tries it once more',
    async () => {
      stage.start('one');
      await stage.linkByQr();
      stage.whatsapp.kick(stage.phone.phone, 403);
      expect(await stage.reaches('refused')).toMatchObject({ next_attempt_at: null, is_linked: true });
      expect(await stage.alarms()).toEqual([{ kind: 'number_banned', over: false }]);
      expect(await stage.integration()).toMatchObject({
        status: 'error',
        status_message: expect.stringContaining('locked'),
      });
      expect(await stage.ask('qr')).toBe('reconnecting');
      await stage.reaches('connected');
      expect(await stage.alarms()).toEqual([{ kind: 'number_banned', over: true }]);
    },
    patientMs,
  );
});

describe('two processes that serve the same phone', () => {
  it(
    'have one socket between them; the other one goes on when the first has stopped',
    async () => {
      const first = stage.start('one');
      await stage.linkByQr();
      const second = stage.start('two');
      await stage.anna.writes('to the first');
      await eventually(() => expect(first.texts()).toEqual(['to the first']));
      expect(second.sockets).toEqual([]);
      await first.stop();
      await stage.anna.writes('to the second');
      await eventually(() => expect(second.texts()).toEqual(['to the second']), { withinMs: 40_000 });
      expect(first.texts()).toEqual(['to the first']);
      expect(await stage.alarms()).toEqual([]);
    },
    patientMs,
  );
});
