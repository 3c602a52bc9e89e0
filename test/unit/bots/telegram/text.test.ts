import fc from 'fast-check';
import {
  buttonLabel,
  pressAnswerText,
  telegramCaption,
  telegramTexts,
  topicName,
} from '../../../../bots/telegram/text.js';
import type { TelegramText } from '../../../../bots/telegram/text.js';
import { cleanText } from '../../../../bots/text/clean-text.js';
import { sharedData } from '../../../support/shared-data.js';

const visible = (text: string): string =>
  text.replace(/[\s\p{Cc}\p{Cf}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');

/** What Telegram checks before it takes a message. */
function expectAccepted({ text, entities }: TelegramText, limit = 4096): void {
  expect(visible(text)).not.toBe('');
  expect(text.length).toBeLessThanOrEqual(limit);
  expect(text).toBe(text.trim());
  expect(/\p{Surrogate}/u.test(text)).toBe(false);
  for (const { offset, length } of entities) {
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(length).toBeGreaterThan(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
    for (const edge of [offset, offset + length])
      expect(/[\uDC00-\uDFFF]/.test(text[edge] ?? '')).toBe(false);
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom('👩‍👩‍👧‍👦', '\u0000', '\u202Eabc', '  \n ', 'й'.normalize('NFD'), '<b>', '*_`[', '\uD83D'),
);
const anyPart = fc.record(
  {
    text: fc
      .tuple(anyText, fc.integer({ min: 0, max: 400 }))
      .map(([text, times]) => text.repeat(times % 7 === 0 ? times : 1)),
    look: fc.constantFrom('bold' as const, 'italic' as const, 'code' as const, 'quote' as const),
    mention: fc.record({ telegram_user_id: fc.integer({ min: 1 }) }),
  },
  { requiredKeys: ['text'] },
);

describe('text for Telegram', () => {
  it('shows what a person wrote, whatever it looks like', () => {
    const written = '<b>hi</b> *not bold* _x_ `y` [a](b) & &amp;';
    expect(telegramTexts([{ text: written }])).toEqual([{ text: written, entities: [] }]);
  });

  it('marks looks, mentions and links beside the words', () => {
    const [message] = telegramTexts([
      { text: '🔥 ' },
      { text: 'Олег', mention: { telegram_user_id: 42 } },
      { text: ', ' },
      { text: 'Айгуль', look: 'bold' },
      { text: ' ждёт: ' },
      { text: 'тема', link: 'https://t.me/c/1/2' },
    ]);
    expect(message.text).toBe('🔥 Олег, Айгуль ждёт: тема');
    expect(message.entities).toEqual([
      { type: 'text_mention', offset: 3, length: 4, user: { id: 42, is_bot: false, first_name: 'Олег' } },
      { type: 'bold', offset: 9, length: 6 },
      { type: 'text_link', offset: 22, length: 4, url: 'https://t.me/c/1/2' },
    ]);
  });

  it('joins neighbours of one look', () => {
    const [message] = telegramTexts([
      { text: 'a\n', look: 'quote' },
      { text: 'b', look: 'quote' },
    ]);
    expect(message.entities).toEqual([{ type: 'blockquote', offset: 0, length: 3 }]);
  });

  it.each([
    ['', ''],
    [' \n\t ', ''],
    ['\u0000\u0007', ''],
    ['\u200B\u2060', ''],
    ['\u0301', ''],
    ['\u3164', ''],
  ])('stands in for %j, of which nothing can be seen', (written) => {
    expect(telegramTexts([{ text: written }])).toEqual([{ text: '▫️', entities: [] }]);
    expect(topicName(written)).toBe('▫️');
    expect(buttonLabel(written)).toBe('▫️');
    expect(telegramCaption([{ text: written }])).toEqual({ caption: null, rest: [] });
  });

  it('takes out what would turn or break the words around it', () => {
    expect(cleanText('a\u202Eb\u2066c\r\nd\u0000e\uD83Df')).toBe('abc\nd e\uFFFDf');
  });

  it('cuts at a paragraph, else a line, a sentence, a word', () => {
    const long = (end: string): string => 'слово '.repeat(600).trim() + end;
    const cut = (end: string): string[] =>
      telegramTexts([{ text: long(end) + long('') }]).map((message) => message.text);
    for (const end of ['.\n\n', '\n', '. ']) expect(cut(end)[0]).toBe(long(end).trim());
    for (const piece of cut(' ')) expect(piece).toMatch(/^слово.*слово$/s);
  });

  it('never cuts a family emoji or an accent off', () => {
    const families = telegramTexts([{ text: '👩‍👩‍👧‍👦'.repeat(1000) }]);
    expect(families.length).toBeGreaterThan(2);
    for (const { text } of families) expect(text.replaceAll('👩‍👩‍👧‍👦', '')).toBe('');
  });

  it('carries a look over the cut', () => {
    const messages = telegramTexts([{ text: 'слово '.repeat(1000), look: 'italic' }]);
    expect(messages).toHaveLength(2);
    for (const { text, entities } of messages)
      expect(entities).toEqual([{ type: 'italic', offset: 0, length: text.length }]);
  });

  it('puts a caption under a file and goes on right after it where it is too long', () => {
    expect(telegramCaption([{ text: 'чек' }])).toEqual({ caption: { text: 'чек', entities: [] }, rest: [] });
    const sentence = 'Это предложение о кофе. ';
    const { caption, rest } = telegramCaption([{ text: sentence.repeat(60) }]);
    expect(caption?.text).toBe(sentence.repeat(42).trim());
    expect(rest).toEqual([{ text: sentence.repeat(18).trim(), entities: [] }]);
  });

  it('keeps names of topics, buttons and toasts short and on one line', () => {
    expect(topicName('Айгуль\nБекова')).toBe('Айгуль Бекова');
    expect(topicName('👩‍👩‍👧‍👦'.repeat(50)).length).toBeLessThanOrEqual(128);
    expect(topicName('👩‍👩‍👧‍👦'.repeat(50))).toMatch(/👦…$/u);
    expect(pressAnswerText('x'.repeat(300))).toBe(`${'x'.repeat(199)}…`);
  });

  it('is accepted and complete whatever goes in', () => {
    fc.assert(
      fc.property(fc.array(anyPart, { maxLength: 6 }), (parts) => {
        const messages = telegramTexts(parts);
        for (const message of messages) expectAccepted(message);
        const shown = visible(messages.map(({ text }) => text).join(''));
        const written = visible(parts.map(({ text }) => cleanText(text)).join(''));
        expect(shown).toBe(written || visible('▫️'));
        const { caption, rest } = telegramCaption(parts);
        if (caption) expectAccepted(caption, 1024);
        for (const message of rest) expectAccepted(message);
      }),
      { numRuns: 500 },
    );
  });

  it('takes every string that is known to break programs', () => {
    const naughty = sharedData('naughty-strings/blns.json');
    if (naughty === undefined)
      process.stderr.write('naughty strings are not there: this test checked nothing\n');
    for (const written of JSON.parse(naughty ?? '[]') as string[]) {
      for (const message of telegramTexts([{ text: 'Айгуль: ', look: 'bold' }, { text: written }]))
        expectAccepted(message);
      for (const message of telegramTexts([{ text: written }])) expectAccepted(message);
      expect(topicName(written).length).toBeGreaterThan(0);
    }
  });
});
