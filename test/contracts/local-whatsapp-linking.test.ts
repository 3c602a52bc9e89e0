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

async function begin() {
  device = new LinkedDevice(await whatsapp.listen());
  const phone = await whatsapp.createPhone({ name: 'Shop' });
  device.connect();
  return phone;
}

describe('linking', () => {
  it('a phone scans the QR code: the device restarts and is linked', async () => {
    const phone = await begin();
    phone.scan(await device.shownQr());
    await device.opened();
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
