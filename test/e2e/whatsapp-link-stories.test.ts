import { toString as drawQr } from 'qrcode';
import { createLocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { readLink } from '../../src/integrations/whatsapp-link.js';
import { linksOfClient } from '../../src/integrations/whatsapp-link-row.js';
import { systemClock } from '../../src/shared/clock.js';
import { eventually } from '../support/eventually.js';
import { waitToSee } from './support/chats.js';
import { endCommands, startCommand } from './support/command.js';
import { startInstallation } from './support/installation.js';
import { settled } from './support/ledger.js';
import {
  answered,
  environmentOf,
  heardAfterAnswer,
  openPhoneShop,
  opens,
  patient,
  patientMs,
  queueFor,
} from './support/linked.js';
import type { Shop } from './support/shop.js';
import { applyAgain } from './support/time.js';

const whatsapp = await createLocalWhatsApp();
const installation = await startInstallation({
  roles: ['workers', 'bots', 'bots'],
  env: await environmentOf(whatsapp),
});
const { database, box } = installation;

afterAll(async () => {
  await endCommands();
  await whatsapp.close();
});

/** A shop whose client file names a phone, the phone itself, and somebody who writes to it. */
async function shopWithPhone() {
  const shop = await installation.newClient();
  await applyAgain(shop, {
    integrations: [
      ...(shop.file.integrations ?? []),
      { platform: 'whatsapp', name: 'main-number', credentials: {} },
    ],
  });
  const phone = await whatsapp.createPhone({ name: 'Полдень' });
  const anna = await whatsapp.createCustomer({ name: 'Анна', business: phone.phone });
  return { shop, phone, anna };
}

async function linkOf({ client_id }: Shop) {
  const [link] = await linksOfClient(database, client_id);
  return link!;
}

async function isConnected(shop: Shop): Promise<void> {
  await eventually(async () => expect((await linkOf(shop)).state).toBe('connected'), patient);
}

function command(...args: string[]) {
  return startCommand(
    ['whatsapp', ...args],
    { ...installation.env, LOG_LEVEL: 'error' },
    installation.folder,
  );
}

describe('linking a phone', () => {
  it(
    'by QR through the terminal: the code is drawn, each step is said, it ends when the phone is connected',
    async () => {
      const { shop, phone, anna } = await shopWithPhone();
      const linking = command('link', shop.slug);
      await linking.says('Point it at this code');
      const link = await linkOf(shop);
      const { qr } = await readLink(database, box, { ...link, language: 'en', now: systemClock.now() });
      expect(linking.output()).toContain(await drawQr(qr ?? '', { type: 'terminal', small: true }));
      phone.scan(qr ?? '');
      await linking.says('Connected: messages come in and go out');
      expect(await linking.ended).toBe(0);

      await anna.writes('Во сколько вы открываетесь?');
      await eventually(
        () => expect(anna.received().map(({ text }) => text)).toContain('Мы открыты с 9 до 19.'),
        patient,
      );

      const status = command('status', shop.slug);
      expect(await status.ended).toBe(0);
      expect(status.output()).toMatch(
        new RegExp(`${shop.slug} · main-number · \\${phone.phone} · connected`),
      );
      const unlinking = command('unlink', shop.slug, 'main-number');
      expect(await unlinking.ended).toBe(0);
      await eventually(() => expect(phone.linkedDevices()).toEqual([]));
    },
    patientMs,
  );

  it(
    'by a code through /link in the group; a lost link is said there and offered again',
    async () => {
      const { shop, phone } = await shopWithPhone();
      const { timur, groupMessages } = shop;
      timur.writes(null, '/link');
      await waitToSee(groupMessages, /Какой номер\?/);
      timur.writes(null, `/link ${phone.phone}`);
      const typed = /Введите этот код:\n([A-Z0-9]{4}-[A-Z0-9]{4})\n/;
      const first = await waitToSee(groupMessages, typed);
      await phone.enterCode(typed.exec(first.text)?.[1] ?? '');
      await waitToSee(groupMessages, new RegExp(`\\${phone.phone} привязан`));
      await isConnected(shop);

      phone.unlink();
      await waitToSee(groupMessages, /«main-number».*отключён[^]*отправьте \/link/);
      timur.writes(null, '/link');
      const second = await waitToSee(
        groupMessages,
        (seen) => typed.test(seen.text) && seen.message_id !== first.message_id,
      );
      await phone.enterCode(typed.exec(second.text)?.[1] ?? '');
      await isConnected(shop);
      expect(installation.leaks()).toEqual([]);
    },
    patientMs,
  );

  it(
    'a client without a phone is told that there is none',
    async () => {
      const shop = await installation.newClient();
      shop.timur.writes(null, '/link');
      await waitToSee(shop.groupMessages, /нет подключения с привязанным телефоном/);
    },
    patientMs,
  );
});

describe('two processes with the same number', () => {
  it(
    'one socket; its holder is killed in the middle of work, and the other goes on: nothing lost, nothing doubled',
    async () => {
      const opened = await openPhoneShop(installation, whatsapp);
      const { shop, anna } = opened;
      await answered(anna);
      const before = await opened.holder();
      const having = installation.programs.find(({ pid }) => before.endsWith(`-${pid}`));
      expect(opened.phone.linkedDevices()).toHaveLength(1);

      const queued = await queueFor(opened, anna, 40);
      await eventually(() => expect(anna.told().length).toBeGreaterThan(10), patient);
      await having?.kill();
      await anna.writes('вы сегодня работаете?');
      await eventually(() => expect(anna.told()).toHaveLength(42), patient);
      await eventually(() => settled(shop), patient);
      expect(heardAfterAnswer(anna)).toEqual([...queued, opens]);
      expect(await opened.holder()).not.toBe(before);
      expect((await shop.messages()).filter(({ role }) => role === 'user')).toHaveLength(2);
      // Whoever connects with a link that is in use ends the other's connection with 440.
      expect(installation.output()).not.toContain('"code":440');
    },
    patientMs,
  );
});
