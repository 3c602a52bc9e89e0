import { HtmlError, parseHtml } from '../../playground/bot-api/html.js';
import type { Entity } from '../../playground/bot-api/model.js';
import { sharedData } from '../support/shared-data.js';

interface Vector {
  text: string;
  error?: string;
  result?: string;
  entities?: { type: string; offset: number; length: number; extra?: string }[];
}

const vectors = sharedData('telegram-parse-vectors/telegram_html_tdlib.json');

function outcome(text: string): unknown {
  try {
    return parseHtml(text);
  } catch (error) {
    if (error instanceof HtmlError) return error.message;
    throw error;
  }
}

describe('Telegram HTML', () => {
  it.each<[string, string, Entity[]]>([
    ['a &lt; b &amp; &quot;c&#33;', 'a < b & "c!', []],
    ['😀<b>жирно</b>', '😀жирно', [{ type: 'bold', offset: 2, length: 5 }]],
    [
      '<b>a<i>b</i></b>',
      'ab',
      [
        { type: 'bold', offset: 0, length: 2 },
        { type: 'italic', offset: 1, length: 1 },
      ],
    ],
    [
      '<a href="https://t.me/x?a=1&amp;b=2">x</a>',
      'x',
      [{ type: 'text_link', offset: 0, length: 1, url: 'https://t.me/x?a=1&b=2' }],
    ],
    [
      '<a href="tg://user?id=7">x</a>',
      'x',
      [{ type: 'text_mention', offset: 0, length: 1, user: { id: 7 } }],
    ],
    [
      '<pre><code class="language-ts">x</code></pre>',
      'x',
      [{ type: 'pre', offset: 0, length: 1, language: 'ts' }],
    ],
    [
      '<tg-spoiler>x</tg-spoiler><span class="tg-spoiler">y</span>',
      'xy',
      [
        { type: 'spoiler', offset: 0, length: 1 },
        { type: 'spoiler', offset: 1, length: 1 },
      ],
    ],
  ])('reads %s', (source, text, entities) => {
    expect(outcome(source)).toEqual({ text, entities });
  });

  it.each([
    ['<h1>x</h1>', 'Unsupported start tag "h1" at byte offset 0'],
    ['я<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b>x</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('refuses %s', (source, message) => {
    expect(outcome(source)).toBe(message);
  });

  (vectors === undefined ? it.skip : it)("agrees with the cases of Telegram's own library", () => {
    const listed = (JSON.parse(vectors ?? '[]') as Vector[]).filter(({ text }) => !text.includes('<tg-time'));
    expect(listed.length).toBeGreaterThan(50);
    for (const vector of listed)
      expect([vector.text, outcome(vector.text)]).toEqual([vector.text, expected(vector)]);
  });
});

function expected({ error, result, entities }: Vector): unknown {
  if (error !== undefined) return error;
  return { text: result, entities: (entities ?? []).map(toEntity) };
}

/** TDLib's names of entities to those of the Bot API. */
function toEntity({ type, offset, length, extra = '' }: NonNullable<Vector['entities']>[number]): Entity {
  const place = { offset, length };
  const value = /"(.*)"/.exec(extra)?.[1] ?? /int64>\((\d+)\)/.exec(extra)?.[1] ?? '';
  if (type === 'TextUrl') return { type: 'text_link', ...place, url: value };
  if (type === 'PreCode') return { type: 'pre', ...place, language: value };
  if (type === 'CustomEmoji') return { type: 'custom_emoji', ...place, custom_emoji_id: value };
  const plain = { BlockQuote: 'blockquote', ExpandableBlockQuote: 'expandable_blockquote' }[type];
  return { type: plain ?? type.toLowerCase(), ...place };
}
