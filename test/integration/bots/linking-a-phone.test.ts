import { openPhoneStage } from './phone-stage.js';
import type { PhoneStage } from './phone-stage.js';
import { unlink } from '../../../src/integrations/whatsapp-link.js';
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

describe('linking a phone', () => {
  it(
    'by QR code: asked for, shown, scanned, connected',
    async () => {
      const process = stage.start('one');
      await stage.ask('qr');
      expect(await stage.shown()).toMatchObject({ state: 'asked', qr: null });
      const { qr, words } = await eventually(async () => {
        const shown = await stage.shown();
        return shown.qr !== null && shown;
      });
      expect(words).toContain('Linked devices');
      stage.phone.scan(qr ?? '');
      expect(await stage.reaches('connected')).toMatchObject({
        phone: '+77010000001',
        is_linked: true,
        asked_until: null,
      });
      expect(await stage.integration()).toEqual({ status: 'connected', status_message: null });
      await stage.anna.writes('Are you open?');
      await eventually(() => expect(process.texts()).toContain('Are you open?'));
    },
    patientMs,
  );

  it(
    'by a code typed into the phone',
    async () => {
      stage.start('one');
      await stage.ask('code', { phone: stage.phone.phone });
      const code = await eventually(async () => (await stage.shown()).code ?? false);
      await stage.phone.enterCode(code);
      expect(await stage.reaches('connected')).toMatchObject({ phone: stage.phone.phone });
    },
    patientMs,
  );

  it(
    'keeps nothing of the session readable',
    async () => {
      stage.start('one');
      await stage.linkByQr();
      const rows = await database.query<{ value: string }>(sql`
      SELECT creds AS value FROM whatsapp_links WHERE client_id = ${stage.client_id}
      UNION ALL SELECT value FROM whatsapp_keys WHERE client_id = ${stage.client_id}`);
      expect(rows.length).toBeGreaterThan(5);
      for (const { value } of rows) expect(value).toMatch(/^e1\.k1\./);
    },
    patientMs,
  );

  it(
    'a number that another connection has is not linked a second time',
    async () => {
      stage.start('one');
      await stage.linkByQr();
      const second = await stage.addPhone('second-number');
      await expect(
        stage.ask('code', { integration_id: second, phone: stage.phone.phone }),
      ).rejects.toMatchObject({
        code: 'number_taken',
      });
      await stage.ask('qr', { integration_id: second });
      stage.phone.scan(await eventually(async () => (await stage.shown(second)).qr ?? false));
      await eventually(async () =>
        expect((await stage.shown(second)).words).toContain('linked to another connection'),
      );
      expect(await stage.row(second)).toMatchObject({ state: 'unlinked', is_linked: false });
      await eventually(() => expect(stage.phone.linkedDevices()).toEqual([1]));
      expect(await stage.row()).toMatchObject({ state: 'connected' });
    },
    patientMs,
  );

  it(
    'asked in vain: says so, and asks WhatsApp no more',
    async () => {
      stage.start('one');
      await stage.ask('qr');
      await stage.reaches('showing');
      await database.query(sql`
      UPDATE whatsapp_links SET asked_until = now() - interval '1 second' WHERE client_id = ${stage.client_id}`);
      await stage.reaches('unlinked');
      expect((await stage.shown()).words).toContain('Nobody linked a phone in time');
    },
    patientMs,
  );

  it(
    'unlinked: logged out at WhatsApp, nothing of the session left, may be linked again',
    async () => {
      stage.start('one');
      await stage.linkByQr();
      expect(await unlink(database, stage)).toBe('unlinking');
      await stage.reaches('unlinked');
      await eventually(() => expect(stage.phone.linkedDevices()).toEqual([]));
      expect(
        await database.query(sql`SELECT kind FROM whatsapp_keys WHERE client_id = ${stage.client_id}`),
      ).toEqual([]);
      expect(await stage.row()).toMatchObject({ is_linked: false, phone: stage.phone.phone });
      expect(await stage.integration()).toMatchObject({ status: 'pending' });
      await stage.linkByQr();
    },
    patientMs,
  );
});
