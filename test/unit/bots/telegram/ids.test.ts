import fc from 'fast-check';
import {
  botIdOf,
  externalChatId,
  externalMessageId,
  externalPressId,
  telegramChatId,
  telegramMessageId,
} from '../../../../bots/telegram/ids.js';

const chat = fc.maxSafeInteger().filter((id) => id !== 0 && Math.abs(id) < 2 ** 52);

describe("Telegram's ids", () => {
  it('a chat comes back as the number it was made of', () => {
    fc.assert(fc.property(chat, (id) => expect(telegramChatId(externalChatId(id))).toBe(id)));
  });

  it('a message comes back as the number it was made of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (id) =>
        expect(telegramMessageId(externalMessageId(7, id), 7)).toBe(id),
      ),
    );
  });

  it('messages of two bots are two, also under one number', () => {
    expect(externalMessageId(7, 12)).not.toBe(externalMessageId(8, 12));
    expect(telegramMessageId(externalMessageId(7, 12), 8)).toBeNull();
    expect(telegramMessageId(externalMessageId(77, 12), 7)).toBeNull();
  });

  it('what is none of ours is no number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = telegramChatId(text);
        if (id !== null) expect(String(id)).toBe(text);
      }),
    );
    for (const text of ['', '0', '-0', '01', '1.5', '1e3', ' 1', '12345678901234567890'])
      expect(telegramChatId(text)).toBeNull();
  });

  it('a press is stored like a message and can not be replied to', () => {
    expect(telegramMessageId(externalPressId('4382bfdwdsb323b2d9'), 7)).toBeNull();
    expect(telegramMessageId(externalPressId('123'), 7)).toBeNull();
    expect(telegramMessageId('7--5', 7)).toBeNull();
  });

  it('a new token of the same bot is the same bot', () => {
    expect(botIdOf('7000000001:AAabc')).toBe(botIdOf('7000000001:AAxyz'));
  });
});
