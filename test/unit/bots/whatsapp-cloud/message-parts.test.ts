import {
  choiceBody,
  detailsBody,
  partsOf,
  templateVariable,
} from '../../../../bots/whatsapp-cloud/message-parts.js';
import type { MessageButton } from '../../../../src/messages/message-buttons.js';
import { openUntil } from '../../../../src/messages/writing-window.js';
import { newId } from '../../../../src/shared/ids.js';
import type { HandoverId } from '../../../../src/shared/ids.js';

const said = (content: string, more: Partial<Parameters<typeof partsOf>[0]> = {}) =>
  partsOf({ kind: 'text', content, details: {}, album: [], buttons: null, ...more });
const human: MessageButton = { action: 'human', label: 'Позвать человека из нашей команды' };
const stars = ([1, 2, 3, 4, 5] as const).map((one): MessageButton => ({
  action: 'rate',
  label: `⭐ ${one}`,
  handover_id: newId<HandoverId>(),
  stars: one,
}));
const long = (words: number): string => 'слово '.repeat(words).trim();

describe('a message to a user', () => {
  it('goes as it is, and in pieces when it is long', () => {
    expect(said('Здравствуйте')).toEqual([{ type: 'text', body: 'Здравствуйте' }]);
    const parts = said(long(2_000));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map((part) => ('body' in part ? part.body : '')).join(' ')).toBe(long(2_000));
  });

  it('is never empty', () => {
    expect(said(' ')).toEqual([{ type: 'text', body: '▫️' }]);
  });

  it('has its words under a photo as far as they fit, and beside a voice note', () => {
    expect(said('смотрите', { kind: 'image' })).toEqual([{ type: 'file', file: 0, caption: 'смотрите' }]);
    expect(said('слушайте', { kind: 'voice' })).toEqual([
      { type: 'file', file: 0, caption: null },
      { type: 'text', body: 'слушайте' },
    ]);
    const [photo, ...rest] = said(long(400), { kind: 'image' });
    expect(photo).toMatchObject({ type: 'file' });
    expect(rest.length).toBeGreaterThan(0);
  });

  it('sends an album one file after the other', () => {
    const file = {
      id: newId<never>(),
      kind: 'image' as const,
      content: 'второе',
      media: null,
      media_file: null,
    };
    expect(said('первое', { kind: 'image', album: [file] })).toEqual([
      { type: 'file', file: 0, caption: 'первое' },
      { type: 'file', file: 1, caption: 'второе' },
    ]);
  });

  it('has its buttons under the last words that fit above them', () => {
    const parts = said(long(300), { buttons: [[human]] });
    expect(parts.map(({ type }) => type)).toEqual(['text', 'choice']);
    expect(parts.every((part) => !('body' in part) || part.body.length <= 1024)).toBe(true);
  });
});

describe('buttons', () => {
  it('stand under the text, with labels as short as WhatsApp wants them', () => {
    expect(choiceBody('Чем помочь?', [human])).toEqual({
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Чем помочь?' },
        action: { buttons: [{ type: 'reply', reply: { id: 'human', title: 'Позвать человека из…' } }] },
      },
    });
  });

  it('are a list when there are five', () => {
    expect(choiceBody('Оцените', stars)).toMatchObject({
      interactive: {
        type: 'list',
        action: { button: '⭐ 1–5', sections: [{ rows: stars.map(({ label: title }) => ({ title })) }] },
      },
    });
  });
});

describe('places and contacts', () => {
  it('go as what they are', () => {
    expect(detailsBody({ location: { latitude: 43.2, longitude: -76.9, title: 'Кофейня' } })).toEqual({
      type: 'location',
      location: { latitude: '43.2', longitude: '-76.9', name: 'Кофейня' },
    });
    expect(detailsBody({ contact: { phone_number: '+7 701 000 00 01', first_name: 'Анна' } })).toEqual({
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Анна', first_name: 'Анна' },
          phones: [{ phone: '+7 701 000 00 01', wa_id: '77010000001' }],
        },
      ],
    });
  });
});

describe("a template's variable", () => {
  it('is one line without tabs and wide gaps', () => {
    expect(templateVariable('Добрый день!\n\n\tВаш заказ     готов. ')).toBe('Добрый день! Ваш заказ готов.');
  });

  it('is never empty, also when nothing of it can be seen', () => {
    for (const content of ['', '\n', '\u200B\u2060', '\uFEFF']) expect(templateVariable(content)).toBe('▫️');
  });

  it('is never cut', () => {
    expect(templateVariable('я'.repeat(1_000))).toHaveLength(1_000);
    expect(templateVariable('я'.repeat(1_001))).toBeNull();
  });
});

describe('the window of 24 hours', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it('is open for 24 hours after the last message, and never before the first', () => {
    const until = new Date('2026-11-22T12:00:01Z');
    expect(openUntil(new Date('2026-11-21T12:00:01Z'), now)).toEqual(until);
    expect(openUntil(new Date('2026-11-21T12:00:00Z'), now)).toBeNull();
    expect(openUntil(null, now)).toBeNull();
  });
});
