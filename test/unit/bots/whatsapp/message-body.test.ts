import type { proto } from '@whiskeysockets/baileys';
import { bodyOf } from '../../../../bots/whatsapp/message-body.js';
import type { MessageBody } from '../../../../bots/whatsapp/message-body.js';
import { noiseIn } from '../../../../bots/whatsapp/noise.js';
import { contextOf, unwrapped } from '../../../../bots/whatsapp/unwrap.js';

const message = { chat: '77010000001@s.whatsapp.net', id: 'A1', from_me: false };
const key = new Uint8Array(32).fill(7);
const file = { url: 'https://mmg.whatsapp.net/x', directPath: '/x', mediaKey: key, fileLength: 5 };
const card = (name: string, phone: string): string =>
  `BEGIN:VCARD\nVERSION:3.0\nN:;${name};;;\nFN:${name}\nTEL;type=CELL;waid=1:${phone}\nEND:VCARD`;

function bodyIn(content: proto.IMessage): MessageBody {
  return bodyOf(unwrapped(content).content, message);
}

describe('a message of WhatsApp is', () => {
  it.each<[string, proto.IMessage, Partial<MessageBody>]>([
    ['a text', { conversation: 'hi' }, { kind: 'text', text: 'hi' }],
    ['a text that answers', { extendedTextMessage: { text: '@1 hi' } }, { kind: 'text', text: '@1 hi' }],
    [
      'an event at no moment there is',
      { eventMessage: { name: 'Sale', startTime: 9e15 } },
      { kind: 'text', text: '📅 Sale' },
    ],
    ['a picture', { imageMessage: { ...file, caption: 'look' } }, { kind: 'image', text: 'look' }],
    ['a voice note', { audioMessage: { ...file, ptt: true } }, { kind: 'voice' }],
    ['a sound', { audioMessage: file }, { kind: 'audio' }],
    ['a film', { videoMessage: file }, { kind: 'video' }],
    ['a round film', { ptvMessage: file }, { kind: 'video_note' }],
    ['a sticker', { stickerMessage: file }, { kind: 'sticker' }],
    [
      'an animated sticker',
      { lottieStickerMessage: { message: { stickerMessage: file } } },
      { kind: 'sticker' },
    ],
    ['a file', { documentMessage: { ...file, fileName: 'a.pdf' } }, { kind: 'document' }],
    [
      'a file with words',
      { documentWithCaptionMessage: { message: { documentMessage: { ...file, caption: 'the price' } } } },
      { kind: 'document', text: 'the price' },
    ],
    [
      'what disappears',
      { ephemeralMessage: { message: { conversation: 'gone soon' } } },
      { text: 'gone soon' },
    ],
    ['what is shown once', { viewOnceMessageV2: { message: { imageMessage: file } } }, { kind: 'image' }],
    [
      'a place',
      { locationMessage: { degreesLatitude: 43.2, degreesLongitude: 76.9, name: 'Shop' } },
      { kind: 'location', details: { location: { latitude: 43.2, longitude: 76.9, title: 'Shop' } } },
    ],
    [
      'a place that moves',
      { liveLocationMessage: { degreesLatitude: 43.2, degreesLongitude: 76.9, caption: 'here' } },
      { kind: 'location', text: 'here', details: { location: { latitude: 43.2, longitude: 76.9 } } },
    ],
    [
      'a contact',
      { contactMessage: { displayName: 'Anna', vcard: card('Anna', '+7 701 000 00 01') } },
      { kind: 'contact', details: { contact: { phone_number: '+7 701 000 00 01', first_name: 'Anna' } } },
    ],
    [
      'several contacts',
      { contactsArrayMessage: { contacts: [{ vcard: card('Anna', '+1') }, { vcard: card('Bob', '+2') }] } },
      { kind: 'contact', text: 'Anna +1\nBob +2' },
    ],
    [
      'a poll',
      { pollCreationMessageV3: { name: 'Tea?', options: [{ optionName: 'yes' }, { optionName: 'no' }] } },
      { kind: 'text', text: '📊 Tea?\n• yes\n• no' },
    ],
    ['an answer to a list', { listResponseMessage: { title: 'Black' } }, { kind: 'text', text: 'Black' }],
    ['an answer to buttons', { buttonsResponseMessage: { selectedDisplayText: 'Yes' } }, { text: 'Yes' }],
    [
      'an answer to a template',
      { templateButtonReplyMessage: { selectedDisplayText: 'Go' } },
      { text: 'Go' },
    ],
    [
      'a list',
      { listMessage: { title: 'Menu', sections: [{ rows: [{ title: 'Soup' }] }] } },
      { text: 'Menu\n• Soup' },
    ],
    [
      'a template',
      { templateMessage: { hydratedTemplate: { hydratedContentText: 'Sale' } } },
      { text: 'Sale' },
    ],
    ['an invitation', { groupInviteMessage: { groupName: 'Friends' } }, { kind: 'text', text: '👥 Friends' }],
    [
      'goods',
      { productMessage: { product: { title: 'Mug', priceAmount1000: 3500, currencyCode: 'KZT' } } },
      { kind: 'text', text: '🛍 Mug\n3.5 KZT' },
    ],
    ['an order', { orderMessage: { orderTitle: 'Mugs', itemCount: 2 } }, { text: '🛒 Mugs × 2' }],
    ['a payment', { sendPaymentMessage: {} }, { kind: 'unsupported', unknown_kind: 'send_payment' }],
    ['a vote', { pollUpdateMessage: {} }, { kind: 'unsupported', unknown_kind: 'poll_update' }],
    ['a place without a point', { locationMessage: {} }, { kind: 'unsupported', unknown_kind: 'location' }],
  ])('%s', (_what, content, body) => {
    expect(bodyIn(content)).toMatchObject(body);
    expect(noiseIn(unwrapped(content))).toBeNull();
  });

  it('a silent film that plays over and over, as what it is', () => {
    const { kind, media } = bodyIn({ videoMessage: { ...file, gifPlayback: true, seconds: 3 } });
    expect(kind).toBe('video');
    expect(media).toMatchObject({ is_animation: true, duration: 3, size: 5, media_type: 'video', message });
  });

  it('a file without its key: the words stay, and nothing to fetch', () => {
    expect(bodyIn({ imageMessage: { caption: 'new words' } })).toMatchObject({
      kind: 'image',
      text: 'new words',
      media: null,
    });
  });

  it('however deep it is wrapped, and a forged one ends', () => {
    let content: proto.IMessage = { conversation: 'deep' };
    for (const _layer of Array.from({ length: 5 })) content = { ephemeralMessage: { message: content } };
    expect(bodyIn(content)).toMatchObject({ text: 'deep' });
    for (const _layer of Array.from({ length: 5_000 })) content = { viewOnceMessage: { message: content } };
    expect(bodyIn(content).kind).toBe('unsupported');
  });

  it('a part of the album that its head names', () => {
    const association = { associationType: 1, parentMessageKey: { id: 'HEAD' } };
    const part: proto.IMessage = {
      imageMessage: file,
      messageContextInfo: { messageAssociation: association },
    };
    expect(unwrapped(part).album_id).toBe('HEAD');
    expect(unwrapped({ associatedChildMessage: { message: part } }).album_id).toBe('HEAD');
  });

  it('noise, when nobody wrote it: keys, the head of an album, a second copy of a picture', () => {
    const copy = { messageAssociation: { associationType: 10, parentMessageKey: { id: 'A' } } };
    for (const content of [
      { senderKeyDistributionMessage: {} },
      { albumMessage: { expectedImageCount: 2 } },
      { protocolMessage: { type: 3 } },
      { imageMessage: file, messageContextInfo: copy },
      {},
    ])
      expect(noiseIn(unwrapped(content))).not.toBeNull();
  });

  it('an answer to what it names, passed on when it says so', () => {
    const contextInfo = { stanzaId: 'B2', isForwarded: true };
    expect(contextOf({ imageMessage: { ...file, contextInfo } })).toEqual(contextInfo);
    expect(contextOf({ conversation: 'hi' })).toBeNull();
  });
});
