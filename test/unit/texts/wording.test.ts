import { writtenWording } from '../../../src/texts/wording-schema.js';
import { anyText, asWritten, ownText, wordingOf } from '../../../src/texts/wording.js';
import { z } from 'zod';

const address = { text: 'Мы на Абая 10', by_language: { kk: 'Абай 10-дамыз' } };
const kazakhOnly = { text: null, by_language: { kk: 'Абай 10-дамыз' } };

describe('a text of the client’s own', () => {
  it('is said in the language of who reads it, where it is written in it', () => {
    expect(ownText(address, 'kk')).toEqual({ text: 'Абай 10-дамыз', language: 'kk' });
  });

  it('is the one for all languages elsewhere, and none where there is none', () => {
    expect(ownText(address, 'en')).toEqual({ text: 'Мы на Абая 10', language: null });
    expect(ownText(kazakhOnly, 'en')).toBeNull();
  });

  it('is said in any language where something has to be said: first in the client’s', () => {
    expect(anyText(address, ['en', 'kk'])).toBe('Мы на Абая 10');
    expect(anyText(kazakhOnly, ['en', 'ru'])).toBe('Абай 10-дамыз');
    expect(anyText({ text: null, by_language: { en: 'Here', kk: 'Осында' } }, ['ru', 'kk'])).toBe('Осында');
    expect(anyText({ text: null, by_language: {} }, ['ru'])).toBe('');
  });

  it.each([address, kazakhOnly, { text: 'Здесь', by_language: {} }, { text: '', by_language: {} }])(
    'is written into a client file and read back the same: %j',
    (wording) => {
      expect(wordingOf(asWritten(wording) ?? 'nothing')).toEqual(wording);
    },
  );

  it('is a plain text in a client file when it is one for all languages', () => {
    expect(asWritten({ text: 'Здесь', by_language: {} })).toBe('Здесь');
    expect(asWritten(address)).toEqual({ all: 'Мы на Абая 10', kk: 'Абай 10-дамыз' });
    expect(asWritten({ text: null, by_language: {} })).toBeNull();
  });
});

describe('texts by language in a client file', () => {
  const schema = writtenWording(z.string().max(20, 'is too long'));
  const problem = (given: unknown): string => {
    const issue = schema.safeParse(given).error?.issues[0];
    return issue ? [...issue.path, issue.message].join(': ') : 'accepted';
  };

  it('may stand beside one for all', () => {
    for (const given of ['Привет', '', { kk: 'Сәлем' }, { all: 'Привет', kk: 'Сәлем', en: 'Hello', ru: 'О' }])
      expect(problem(given)).toBe('accepted');
  });

  it('say where they are wrong', () => {
    expect(problem({ all: 'Привет', kk: 'С'.repeat(21) })).toBe('kk: is too long');
    expect(problem({ kk: '' })).toBe('kk: must not be empty');
    expect(problem({ de: 'Hallo' })).toBe('must be a text, or texts by all, en, kk, ru');
    for (const given of [{}, 5, ['Привет'], { kk: 5 }])
      expect(problem(given)).toBe('must be a text, or texts by all, en, kk, ru');
  });
});
