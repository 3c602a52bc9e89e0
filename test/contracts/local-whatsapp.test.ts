import { createLocalWhatsApp, type LocalWhatsApp } from '../../playground/whatsapp/local-whatsapp.js';
import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Customer } from '../../playground/whatsapp/people/customer.js';
import { eventually } from '../support/eventually.js';
import { LinkedDevice } from '../support/linked-device.js';

const { DELIVERY_ACK: DELIVERED, READ } = proto.WebMessageInfo.Status;

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
  it('goes both ways and is seen by all devices of both', async () => {
    const phone = await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.writes('Are you open?');
    const { key, pushName } = await device.heardText('Are you open?');
    expect(key).toMatchObject({
      remoteJid: anna.address('phone'),
      fromMe: false,
      remoteJidAlt: anna.address('lid'),
    });
    expect(pushName).toBe('Anna');
    await device.socket.sendMessage(anna.address('phone'), { text: 'Till nine.' });
    await anna.until(() => anna.received().find(({ text }) => text === 'Till nine.'));
    await phone.until(() => phone.received().find(({ text, fromMe }) => text === 'Till nine.' && fromMe));
  });

  it('what the owner writes from the phone is seen by the linked device as its own', async () => {
    const phone = await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const id = await phone.writes(anna.phone, 'Anna, your cake is ready.');
    const { key } = await device.heardText('Anna, your cake is ready.');
    expect(key).toMatchObject({
      id,
      remoteJid: anna.address('phone'),
      fromMe: true,
      remoteJidAlt: anna.address('lid'),
    });
    await phone.edits(anna.phone, id, 'Anna, both cakes are ready.');
    await anna.until(() => anna.heard.message(id)?.edited);
    await phone.reacts(anna.phone, id, '🎂');
    await anna.until(() => anna.heard.message(id)?.reaction === '🎂');
    await phone.deletes(anna.phone, id);
    await anna.until(() => anna.heard.message(id)?.deleted);
  });

  it('a customer edits, deletes, reacts, replies, and lets it disappear', async () => {
    await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const first = await anna.writes('one cake');
    await device.heardText('one cake');
    await anna.edits(first, 'two cakes');
    await anna.deletes(first);
    const { id } = await answer(anna, 'Which?');
    await anna.reacts(id, '👍');
    await anna.writes('this one', { replyTo: id, disappearsAfter: 86_400 });
    const heard = await eventually(() => {
      const all = device.heard().map(({ message }) => normalizeMessageContent(message));
      return all.length >= 5 && all;
    });
    expect(heard[1]?.protocolMessage?.editedMessage?.extendedTextMessage?.text).toBe('two cakes');
    expect(heard[2]?.protocolMessage).toMatchObject({ key: { id: first } });
    expect(heard[3]?.reactionMessage).toMatchObject({ text: '👍', key: { id } });
    expect(heard[4]?.extendedTextMessage?.contextInfo).toMatchObject({ stanzaId: id, expiration: 86_400 });
  });

  it('says what became of a message: taken, delivered, read, listened to', async () => {
    await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const { id } = await answer(anna, 'We are open.');
    await eventually(() => device.acks.some((ack) => ack['id'] === id && ack['error'] === undefined));
    await eventually(() => device.statuses.get(id)?.includes(DELIVERED) ?? false);
    await anna.reads(id);
    await eventually(() => device.statuses.get(id)?.includes(READ) ?? false);
    const voice = await anna.sends('voice');
    await device.socket.sendReceipt(anna.address('phone'), undefined, [voice], 'played');
    await anna.until(() => anna.outcomeOf(voice) === 'played');
  });

  it('shows who is typing, to both', async () => {
    await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.types();
    await eventually(() => device.presences.at(-1) === 'composing');
    await device.socket.sendPresenceUpdate('composing', anna.address('phone'));
    await anna.until(() => anna.seesTyping());
  });
});

describe('who is who', () => {
  it('a customer may write from its LID, with its number or without', async () => {
    await linkedShop();
    const anna = await whatsapp.createCustomer({ name: 'Anna', addressing: 'lid' });
    await anna.writes('it is me');
    const known = await device.heardText('it is me');
    expect(known.key).toMatchObject({ remoteJid: anna.address('lid'), remoteJidAlt: anna.address('phone') });
    await device.socket.sendMessage(anna.address('lid'), { text: 'hello Anna' });
    await anna.until(() => anna.received().find(({ text }) => text === 'hello Anna'));
    const shy = await whatsapp.createCustomer({ name: 'Shy', addressing: 'lid', hidesPhone: true });
    await shy.writes('who am I');
    expect((await device.heardText('who am I')).key.remoteJidAlt).toBeUndefined();
    shy.writesBy('phone');
    await shy.writes('now you know');
    expect((await device.heardText('now you know')).key).toMatchObject({
      remoteJid: shy.address('phone'),
      remoteJidAlt: shy.address('lid'),
    });
  });

  it('tells which numbers are on WhatsApp, and how they are spelled there', async () => {
    await linkedShop();
    whatsapp.createNumber({ name: 'Pedro', phone: '5215512345678', aliases: ['525512345678'] });
    expect(await device.socket.onWhatsApp('+525512345678', '+77059999999')).toEqual([
      { jid: '5215512345678@s.whatsapp.net', exists: true },
    ]);
  });
});

/** The linked device writes to a customer; returns the message as it arrived. */
async function answer(anna: Customer, text: string) {
  const sent = await device.socket.sendMessage(anna.address('phone'), { text });
  return anna.until((heard) => heard.message(sent?.key.id ?? ''));
}
