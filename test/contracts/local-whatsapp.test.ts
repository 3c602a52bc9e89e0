import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Customer } from '../../playground/whatsapp/people/customer.js';
import type { SendableKind } from '../../playground/whatsapp/people/content.js';
import { SAMPLES } from '../../playground/whatsapp/people/samples.js';
import { eventually } from '../support/eventually.js';
import { openLinkedShop, type LinkedShop } from '../support/linked-device.js';

const { DELIVERY_ACK: DELIVERED, READ } = proto.WebMessageInfo.Status;

let shop: LinkedShop;
let whatsapp: LinkedShop['whatsapp'];
let phone: LinkedShop['phone'];
let device: LinkedShop['device'];

beforeAll(async () => {
  shop = await openLinkedShop();
  ({ whatsapp, phone, device } = shop);
});
afterAll(async () => shop.close());

describe('writing', () => {
  it('goes both ways and is seen by all devices of both', async () => {
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
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const first = await anna.writes('one cake');
    await device.heardText('one cake');
    await anna.edits(first, 'two cakes');
    await anna.deletes(first);
    const { id } = await answer(anna, 'Which?');
    await anna.reacts(id, '👍');
    await anna.writes('this one', { replyTo: id, disappearsAfter: 86_400 });
    const heard = await eventually(() => {
      const hers = device.heard().filter(({ key }) => key.remoteJid === anna.address('phone') && !key.fromMe);
      return hers.length >= 5 && hers.map(({ message }) => normalizeMessageContent(message));
    });
    expect(heard[1]?.protocolMessage?.editedMessage?.extendedTextMessage?.text).toBe('two cakes');
    expect(heard[2]?.protocolMessage).toMatchObject({ key: { id: first } });
    expect(heard[3]?.reactionMessage).toMatchObject({ text: '👍', key: { id } });
    expect(heard[4]?.extendedTextMessage?.contextInfo).toMatchObject({ stanzaId: id, expiration: 86_400 });
  });

  it('says what became of a message: taken, delivered, read, listened to', async () => {
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
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    await anna.types();
    await eventually(() => device.presences.at(-1) === 'composing');
    await device.socket.sendPresenceUpdate('composing', anna.address('phone'));
    await anna.until(() => anna.seesTyping());
  });
});

describe('files', () => {
  const kinds: [SendableKind, Buffer, string][] = [
    ['image', SAMPLES.image, 'imageMessage'],
    ['voice', SAMPLES.voice, 'audioMessage'],
    ['audio', SAMPLES.audio, 'audioMessage'],
    ['video', SAMPLES.video, 'videoMessage'],
    ['video_note', SAMPLES.video, 'ptvMessage'],
    ['document', SAMPLES.document, 'documentMessage'],
    ['sticker', SAMPLES.sticker, 'stickerMessage'],
  ];

  it('of each kind go to the shop and back', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    for (const [kind, bytes, field] of kinds) {
      const id = await anna.sends(kind, { caption: 'look' });
      const got = await device.heardId(id);
      expect(Object.keys(normalizeMessageContent(got.message) ?? {})).toContain(field);
      expect(await device.download(got)).toEqual(bytes);
      const back = await device.socket.sendMessage(anna.address('phone'), { forward: got });
      const heard = await anna.until(() => anna.heard.message(back?.key.id ?? ''));
      expect({ kind: heard.kind, bytes: heard.bytes }).toEqual({ kind, bytes });
    }
  });

  it('come whole or in part, and not at all where there are none', async () => {
    const { mediaHost } = await whatsapp.listen();
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const bytes = Buffer.alloc(300_000, 'x');
    const got = await device.heardId(await anna.sends('document', { bytes }));
    expect(bytes.equals(await device.download(got))).toBe(true);
    const path = got.message?.documentMessage?.directPath ?? '';
    const part = await device.fetch(`https://${mediaHost}${path}`, { range: 'bytes=16-31' });
    expect([part.status, part.body.length]).toEqual([206, 16]);
    expect((await device.fetch(`https://${mediaHost}/mms/image/none`)).status).toBe(404);
  });

  it('seen once, several as an album, and one that points where it likes', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const secret = await device.heardId(await anna.sends('image', { viewOnce: true }));
    expect(secret.message?.viewOnceMessage?.message?.imageMessage).toBeTruthy();
    const ids = await anna.sendsAlbum([{ caption: 'first' }, {}]);
    const second = await device.heardId(ids[1] ?? '');
    expect(second.message?.messageContextInfo?.messageAssociation?.parentMessageKey?.id).toBeTruthy();
    const crafted = await anna.sendsFileAt('https://127.0.0.1:1/mms/image/x', { size: 3_000_000_000 });
    expect((await device.heardId(crafted)).message?.imageMessage).toMatchObject({
      url: 'https://127.0.0.1:1/mms/image/x',
      directPath: null,
    });
  });

  it('places, cards and polls', async () => {
    const anna = await whatsapp.createCustomer({ name: 'Anna' });
    const place = await anna.sends('location', { location: { latitude: 1, longitude: 2, name: 'Home' } });
    const card = await anna.sends('contact', { contact: { name: 'Aigul', phone: '+77019990000' } });
    const poll = await anna.sends('poll', { poll: { name: 'When?', values: ['Today', 'Tomorrow'] } });
    expect((await device.heardId(place)).message?.locationMessage).toMatchObject({ degreesLatitude: 1 });
    expect((await device.heardId(card)).message?.contactMessage?.vcard).toContain('waid=77019990000');
    expect((await device.heardId(poll)).message?.pollCreationMessageV3?.name).toBe('When?');
  });
});

describe('who is who', () => {
  it('a customer may write from its LID, with its number or without', async () => {
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
