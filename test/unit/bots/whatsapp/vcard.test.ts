import fc from 'fast-check';
import { contactIn, vcardOf } from '../../../../bots/whatsapp/vcard.js';

describe('a card with a number', () => {
  it('comes back as what it was made of', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => /^[^\s\\][^\r\n\\]*$/.test(text) && text.trim() === text);
    fc.assert(
      fc.property(name, fc.option(name, { nil: undefined }), (first_name, last_name) => {
        const contact = { phone_number: '+77010000001', first_name, ...(last_name && { last_name }) };
        expect(contactIn(vcardOf(contact), '')).toEqual(contact);
      }),
    );
  });

  it('is read as phones write it: folded, in groups, of several numbers the first', () => {
    const card =
      'BEGIN:VCARD\r\nFN:Anna Ka\r\n rpova\r\nitem1.TEL;waid=77010000001:+7 701 000 00 01\r\nTEL:2\r\nEND:VCARD';
    expect(contactIn(card, 'shown')).toEqual({
      phone_number: '+7 701 000 00 01',
      first_name: 'Anna Karpova',
    });
  });

  it('without a number is none', () => {
    expect(contactIn('BEGIN:VCARD\nFN:Anna\nEND:VCARD', 'Anna')).toBeNull();
    expect(contactIn('', '')).toBeNull();
  });
});
