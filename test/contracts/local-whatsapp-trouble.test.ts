import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultSchema } from '../../playground/whatsapp/faults.js';
import { createLocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { eventually } from '../support/eventually.js';
import { LinkedDevice, openLinkedShop, textOf, type LinkedShop } from '../support/linked-device.js';

let shop: LinkedShop;
let whatsapp: LinkedShop['whatsapp'];
let phone: LinkedShop['phone'];
let device: LinkedShop['device'];

beforeAll(async () => {
  shop = await openLinkedShop();
  ({ whatsapp, phone, device } = shop);
});
afterEach(() => whatsapp.faults.clear());
afterAll(async () => shop.close());

async function back(): Promise<void> {
  device.connect();
  await device.opened();
}

describe('a linked device that was away', () => {
  it('gets what came meanwhile in order, once, marked as old', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await device.disconnect();
    await anna.writes('first');
    await anna.writes('second');
    await back();
    await device.heardText('second');
    const old = device.upserts.filter(({ message }) => message.key.remoteJid === anna.address('phone'));
    expect(old.map(({ message, type }) => [textOf(message), type])).toEqual([
      ['first', 'append'],
      ['second', 'append'],
    ]);
    await device.disconnect();
    await back();
    await anna.writes('third');
    await device.heardText('third');
    expect(device.heard().filter((message) => textOf(message) === 'first')).toHaveLength(1);
  });

  it('a customer who was away hears what was written meanwhile', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.writes('bye for now');
    await device.heardText('bye for now');
    await anna.goesOffline();
    await device.socket.sendMessage(anna.address('phone'), { text: 'see you' });
    await anna.comesOnline();
    const heard = await anna.until(() => anna.received().find(({ text }) => text === 'see you'));
    expect(heard.offline).toBe(true);
  });
});

describe('a connection ends', () => {
  it.each([428, 503, 403, 440])('with code %i, and the device may come back', async (code) => {
    whatsapp.kick(phone.phone, code);
    await device.closedWith(code);
    await back();
  });

  it('with 515, after which it comes back at once', async () => {
    const earlier = device.closes.length;
    whatsapp.kick(phone.phone, 515);
    await eventually(() => device.isOpen && device.closes.length > earlier);
  });

  it('because the same device connected elsewhere', async () => {
    const second = new LinkedDevice(await whatsapp.listen(), device.auth);
    second.connect();
    await second.opened();
    await device.closedWith(440);
    await second.disconnect();
    await back();
  });

  it('because its login is refused', async () => {
    whatsapp.faults.add({ does: 'refuse-login', code: 503, phone: phone.phone });
    await device.disconnect();
    device.connect();
    await device.closedWith(503);
    await back();
  });
});

describe('a message', () => {
  it('is refused, lost, acknowledged late or not at all, as asked', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const send = async (text: string): Promise<string> =>
      (await device.socket.sendMessage(anna.address('phone'), { text }))?.key.id ?? '';
    const ackOf = async (id: string) =>
      eventually(() => device.acks.find((ack) => ack['id'] === id) ?? false);
    whatsapp.faults.add({ does: 'refuse', code: 463, phone: phone.phone });
    expect((await ackOf(await send('refused')))['error']).toBe('463');
    whatsapp.faults.add({ does: 'lose' });
    const lost = await send('lost');
    whatsapp.faults.add({ does: 'lose-ack' });
    const unclear = await send('unclear');
    whatsapp.faults.add({ does: 'slow-ack', delayMs: 50 });
    expect((await ackOf(await send('late')))['error']).toBeUndefined();
    await anna.until(() => anna.received().find(({ text }) => text === 'late'));
    expect(anna.received().map(({ text }) => text)).toEqual(['unclear', 'late']);
    const acknowledged = device.acks.map((ack) => ack['id']);
    expect([acknowledged.includes(lost), acknowledged.includes(unclear)]).toEqual([false, false]);
  });

  it('sent again under its id is delivered once', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const id = await anna.writes('only once');
    await device.heardText('only once');
    await anna.repeats(id);
    await anna.writes('and this');
    await device.heardText('and this');
    expect(device.heard().filter(({ key }) => key.id === id)).toHaveLength(1);
    whatsapp.faults.add({ does: 'deliver-repeated', phone: anna.phone });
    await anna.repeats(id);
    await eventually(() => device.heard().filter(({ key }) => key.id === id).length === 2);
  });

  it('is asked for again by a device that lost its sessions, and comes once', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.writes('we know each other');
    await device.heardText('we know each other');
    await device.socket.sendMessage(anna.address('phone'), { text: 'yes' });
    await anna.until(() => anna.received().find(({ text }) => text === 'yes'));
    await device.disconnect();
    device.losesSessions();
    await back();
    await anna.writes('do you hear me?');
    await device.heardText('do you hear me?');
    expect(device.heard().filter((message) => textOf(message) === 'do you hear me?')).toHaveLength(1);
    await device.socket.sendMessage(anna.address('phone'), { text: 'I do' });
    await anna.until(() => anna.received().find(({ text }) => text === 'I do'));
  });

  it('costs the connection before or after it is delivered', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    for (const does of ['drop-before', 'drop-after'] as const) {
      whatsapp.faults.add({ does, phone: phone.phone });
      await device.socket.sendMessage(anna.address('phone'), { text: does });
      await device.closedWith(428);
      await back();
    }
    await device.socket.sendMessage(anna.address('phone'), { text: 'at last' });
    await anna.until(() => anna.received().find(({ text }) => text === 'at last'));
    expect(anna.received().map(({ text }) => text)).toEqual(['drop-after', 'at last']);
  });

  it('whose file the host does not take is not sent', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    whatsapp.faults.add({ does: 'refuse-upload', code: 500 });
    await expect(anna.sends('image')).rejects.toThrow('upload');
  });
});

describe('a restart of the local WhatsApp', () => {
  it('keeps who is linked, what waits and the sessions', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'local-whatsapp-test-'));
    const stateFile = join(folder, 'whatsapp.jsonl');
    const first = await openLinkedShop(stateFile);
    const anna = await first.whatsapp.createCustomer({ name: 'Anna' });
    await anna.writes('before');
    await first.device.heardText('before');
    await first.device.disconnect();
    await anna.writes('while away');
    await first.close();

    const again = await createLocalWhatsApp({ stateFile });
    const same = new LinkedDevice(await again.listen(), first.device.auth);
    try {
      same.connect();
      await same.heardText('while away');
      const owner = await again.createPhone({ name: 'Shop', phone: '77010000001' });
      const her = await again.createCustomer({ name: 'Anna', phone: anna.phone });
      expect([owner.linkedDevices(), her.lid]).toEqual([[1], anna.lid]);
      await her.writes('after');
      await same.heardText('after');
      await same.socket.sendMessage(her.address('phone'), { text: 'welcome back' });
      await her.until(() => her.received().find(({ text }) => text === 'welcome back'));
    } finally {
      await same.disconnect();
      await again.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it('every fault is described in docs/local-whatsapp.md, and nothing else is', () => {
  const page = readFileSync(new URL('../../docs/local-whatsapp.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('| `does` |'), page.indexOf('`whatsapp.kick('));
  const described = [...table.matchAll(/^\| `([a-z-]+)` \| [a-z]/gm)]
    .map(([, does]) => does ?? '')
    .filter((does) => does !== 'does');
  const known = faultSchema.options.flatMap(({ shape: { does } }) =>
    'options' in does ? does.options : [...does.values],
  );
  expect(described.toSorted()).toEqual(known.toSorted());
});

describe('a link', () => {
  it('ends on the phone: the device is told, and not let in again', async () => {
    phone.unlink();
    await device.closedWith(401);
    expect(phone.linkedDevices()).toEqual([]);
    device.connect();
    await eventually(() => device.closes.filter((code) => code === 401).length === 2);
  });
});
