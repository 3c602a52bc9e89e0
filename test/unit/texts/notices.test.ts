import fc from 'fast-check';
import { noticeNames, noticesSchema, noticeText } from '../../../src/texts/notices.js';
import { renderNotice } from '../../../src/texts/render-notice.js';
import { languages, texts } from '../../../src/texts/texts.js';

const values = { client_name: 'Coffee Point', user_name: 'Айгуль' };

describe('notices', () => {
  it("puts the client's and the person's name into the text", () => {
    expect(noticeText('greeting', 'ru', undefined, values)).toMatch(
      /^Здравствуйте, Айгуль! Это Coffee Point\./,
    );
  });

  it('leaves no hole where a name is unknown', () => {
    expect(renderNotice('Hello, {user_name}! How are you?', {})).toBe('Hello! How are you?');
    expect(renderNotice('{manager_name} is here', { manager_name: '  ' })).toBe('is here');
  });

  it("uses the client's own text, and says nothing when it is empty", () => {
    expect(noticeText('resolved', 'ru', 'До встречи в {client_name}!', values)).toBe(
      'До встречи в Coffee Point!',
    );
    expect(noticeText('timeout', 'ru', '', values)).toBe('');
    expect(noticeText('taken', 'ru', undefined, values)).toBe('');
  });

  it('takes a name as data: braces and dollar signs in it are shown as they are', () => {
    const tricky = '{client_name} $& $1';
    expect(renderNotice('Hi, {user_name}.', { ...values, user_name: tricky })).toBe(`Hi, ${tricky}.`);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const shown = renderNotice('<{user_name}>', { user_name: name });
        expect(shown).toBe(`<${name.trim()}>`);
      }),
    );
  });

  it('refuses a placeholder that would have no value, and says which ones there are', () => {
    const problem = (notices: unknown): string =>
      noticesSchema.safeParse(notices).error?.issues[0]?.message ?? 'accepted';
    expect(problem({ greeting: 'Hi {nmae}' })).toBe(
      '{nmae} is not known in the notice "greeting"; it may use {client_name}, {user_name}',
    );
    expect(problem({ greeting: 'We open {opens_at}' })).toMatch(/not known in the notice "greeting"/);
    expect(problem({ handover_closed_hours: 'We open {opens_at}' })).toBe('accepted');
    expect(problem({ timeout: '' })).toBe('accepted');
    expect(problem({ goodbye: 'x' })).toMatch(/goodbye/);
  });

  it.each([...languages])('has valid defaults in %s', (language) => {
    expect(noticesSchema.safeParse(texts(language).notices).error).toBeUndefined();
    expect(Object.keys(texts(language).notices).toSorted()).toEqual([...noticeNames].toSorted());
  });
});
