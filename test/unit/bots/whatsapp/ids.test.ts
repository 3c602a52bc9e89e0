import fc from 'fast-check';
import {
  externalChatId,
  identitiesOf,
  jidOfPhone,
  otherAddress,
  personJid,
  phoneOf,
  reservedId,
  whatsAppJid,
} from '../../../../bots/whatsapp/ids.js';
import type { Jid } from '../../../../bots/whatsapp/ids.js';
import { newId } from '../../../../src/shared/ids.js';
import type { MessageId } from '../../../../src/shared/ids.js';

const digits = fc.stringMatching(/^[1-9]\d{6,14}$/);
const server = fc.constantFrom('s.whatsapp.net', 'lid');

describe("WhatsApp's ids", () => {
  it('a chat comes back as the address it was made of, without the device it came from', () => {
    fc.assert(
      fc.property(digits, server, fc.integer({ min: 0, max: 99 }), (user, at, device) => {
        const jid = personJid(`${user}:${device}@${at}`);
        expect(jid).toBe(`${user}@${at}`);
        expect(whatsAppJid(externalChatId(jid as Jid))).toBe(jid);
      }),
    );
  });

  it('is the same address in every spelling', () => {
    for (const text of ['77010000001@c.us', '77010000001_1:4@s.whatsapp.net', '77010000001:9@hosted'])
      expect(personJid(text)).toBe('77010000001@s.whatsapp.net');
    expect(personJid('41234567890123:2@hosted.lid')).toBe('41234567890123@lid');
  });

  it('what is no person is nobody to answer', () => {
    for (const [text, what] of [
      ['120363041234567890@g.us', 'group'],
      ['77010000001-1612345678@g.us', 'group'],
      ['status@broadcast', 'status'],
      ['1612345678@broadcast', 'broadcast'],
      ['120363041234567890@newsletter', 'channel'],
      ['', 'nobody'],
      ['77010000001@constructor', 'nobody'],
    ] as const) {
      expect(personJid(text)).toBeNull();
      expect(otherAddress(text)).toBe(what);
    }
  });

  it('a text that is no address of ours opens no chat', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const jid = whatsAppJid(text);
        if (jid !== null) expect(jid).toBe(text);
      }),
    );
    expect(whatsAppJid('77010000001:3@s.whatsapp.net')).toBeNull();
  });

  it('a person is known by all of their addresses, the one that was used first', () => {
    const both = [personJid('41234567890123@lid'), personJid('77010000001@s.whatsapp.net')] as Jid[];
    expect(identitiesOf(both)).toEqual([
      { kind: 'whatsapp_lid', value: '41234567890123' },
      { kind: 'whatsapp_address', value: '77010000001' },
      { kind: 'phone', value: '+77010000001' },
    ]);
    expect(phoneOf(both)).toBe('+77010000001');
    expect(phoneOf(both.slice(0, 1))).toBeNull();
    expect(jidOfPhone('+77010000001')).toBe('77010000001@s.whatsapp.net');
  });

  it('a part of a message is sent under the same id every time, and no other part under it', () => {
    const ids = Array.from({ length: 50 }, () => newId<MessageId>()).flatMap((message) =>
      [0, 1, 'album'].map((part) => {
        expect(reservedId(message, part)).toBe(reservedId(message, part));
        return reservedId(message, part);
      }),
    );
    expect(new Set(ids).size).toBe(150);
    for (const id of ids) expect(id).toMatch(/^3EB0[0-9A-F]{18}$/);
  });
});
