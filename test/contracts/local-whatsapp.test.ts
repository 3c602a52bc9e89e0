import { createLocalWhatsApp, type LocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { LinkedDevice } from '../support/linked-device.js';

let whatsapp: LocalWhatsApp;
let device: LinkedDevice;

beforeEach(async () => {
  whatsapp = await createLocalWhatsApp();
});
afterEach(async () => {
  await device.disconnect();
  await whatsapp.close();
});

async function linkedShop() {
  device = new LinkedDevice(await whatsapp.listen());
  const phone = await whatsapp.createPhone({ name: 'Shop' });
  device.connect();
  phone.scan(await device.shownQr());
  await device.opened();
  return phone;
}

describe('linking', () => {
  it('a phone scans the QR code: the device restarts and is linked', async () => {
    const phone = await linkedShop();
    expect(device.closes).toEqual([515]);
    expect(phone.linkedDevices()).toEqual([1]);
    expect(device.socket.user?.id).toBe('77010000001:1@s.whatsapp.net');
  });

  it('the code is typed into the phone: a wrong one is refused, the right one links', async () => {
    device = new LinkedDevice(await whatsapp.listen());
    const phone = await whatsapp.createPhone({ name: 'Shop', phone: '+77020000000' });
    device.connect();
    await device.shownQr();
    const code = await device.socket.requestPairingCode('77020000000');
    await expect(phone.enterCode('AAAABBBB')).rejects.toThrow('not the code');
    await phone.enterCode(`${code.slice(0, 4)}-${code.slice(4)}`);
    await device.opened();
    expect(phone.linkedDevices()).toEqual([1]);
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.writes('hello');
    await device.heardText('hello');
  });
});

describe('writing', () => {
  it('both ways, seen by all devices of both', async () => {
    const phone = await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.writes('Are you open?');
    const { key } = await device.heardText('Are you open?');
    expect(key).toMatchObject({ remoteJid: '77010000002@s.whatsapp.net', fromMe: false });
    await device.socket.sendMessage(key.remoteJid ?? '', { text: 'Till nine.' });
    await anna.until(() => anna.received().find(({ text }) => text === 'Till nine.'));
    await phone.until(() => phone.received().find(({ text, fromMe }) => text === 'Till nine.' && fromMe));
  });
});
