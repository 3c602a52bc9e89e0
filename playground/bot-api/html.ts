import type { Entity } from './model.js';

/**
 * Telegram's HTML subset, with its own words for what it rejects.
 * Rules and messages as in TDLib's parser: https://core.telegram.org/bots/api#html-style
 */

const TAGS = new Set([
  'a',
  'b',
  'strong',
  'i',
  'em',
  's',
  'strike',
  'del',
  'u',
  'ins',
  'tg-spoiler',
  'tg-emoji',
  'span',
  'pre',
  'code',
  'blockquote',
]);

const ENTITY_OF_TAG: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  pre: 'pre',
  code: 'code',
};

/** Which of two entities over the same text comes first. */
const PRIORITY: Record<string, number> = {
  blockquote: 0,
  expandable_blockquote: 0,
  pre: 11,
  code: 20,
  text_link: 49,
  text_mention: 49,
  bold: 90,
  italic: 91,
  underline: 92,
  strikethrough: 93,
  spoiler: 94,
  custom_emoji: 99,
};

/** Why a text was refused, without Telegram's prefix "can't parse entities: ". */
export class HtmlError extends Error {}

interface OpenTag {
  name: string;
  argument: string;
  offset: number;
}

/**
 * Parses a text with tags.
 * @returns the plain text and its entities with UTF-16 offsets, sorted as Telegram sorts them
 * @throws HtmlError in Telegram's words
 */
export function parseHtml(source: string): { text: string; entities: Entity[] } {
  return new HtmlParser(source).parse();
}

class HtmlParser {
  #at = 0;
  #text = '';
  readonly #open: OpenTag[] = [];
  readonly #entities: Entity[] = [];

  constructor(private readonly source: string) {}

  parse(): { text: string; entities: Entity[] } {
    while (this.#at < this.source.length) {
      const character = this.source.charAt(this.#at);
      if (character === '&') this.#text += this.#readReference() ?? this.#take();
      else if (character !== '<') this.#text += this.#take();
      else if (this.source.charAt(this.#at + 1) === '/') this.#readEndTag();
      else this.#readStartTag();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed) throw new HtmlError(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    if (!this.#text.isWellFormed()) {
      throw new HtmlError(
        'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
      );
    }
    return { text: this.#text, entities: this.#entities.map(withoutCodeLanguage).toSorted(byPlace) };
  }

  #take(): string {
    return this.source.charAt(this.#at++);
  }

  #peek(): string {
    return this.source.charAt(this.#at);
  }

  #skip(accepted: (character: string) => boolean): string {
    const from = this.#at;
    while (this.#at < this.source.length && accepted(this.#peek())) this.#at++;
    return this.source.slice(from, this.#at);
  }

  #offset(position: number): string {
    return `at byte offset ${Buffer.byteLength(this.source.slice(0, position))}`;
  }

  /** Decodes `&lt;` and the like; undefined and no step forward when it is not a known reference. */
  #readReference(): string | undefined {
    const match = /^&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*))/.exec(
      this.source.slice(this.#at, this.#at + 40),
    );
    if (!match) return undefined;
    const [whole, hex, decimal, name] = match;
    const named = { lt: '<', gt: '>', amp: '&', quot: '"' }[name ?? ''];
    const code = hex === undefined ? Number(decimal ?? 0) : Number.parseInt(hex || '0', 16);
    const numbered =
      code > 0 && code < 0x10ffff && whole.length < 10 ? String.fromCodePoint(code) : undefined;
    const decoded = named ?? numbered;
    if (decoded === undefined) return undefined;
    this.#at += whole.length;
    if (this.#peek() === ';') this.#at++;
    return decoded;
  }

  #readStartTag(): void {
    const begin = this.#at++;
    const name = this.#skip((c) => !isSpace(c) && c !== '>').toLowerCase();
    if (this.#at >= this.source.length) throw new HtmlError(`Unclosed start tag ${this.#offset(begin)}`);
    if (!TAGS.has(name)) throw new HtmlError(`Unsupported start tag "${name}" ${this.#offset(begin)}`);
    let argument = '';
    for (;;) {
      this.#skip(isSpace);
      if (this.#peek() === '>') break;
      argument = this.#readAttribute(name, begin) ?? argument;
    }
    this.#at++;
    if (name === 'span' && argument !== 'spoiler') {
      throw new HtmlError(`Tag "span" must have class "tg-spoiler" ${this.#offset(begin)}`);
    }
    this.#open.push({ name, argument, offset: this.#text.length });
  }

  /** Reads one attribute; returns the argument it gives its tag, if it gives one. */
  #readAttribute(tag: string, begin: number): string | undefined {
    const attribute = this.#skip((c) => !isSpace(c) && !'=>/"\''.includes(c)).toLowerCase();
    if (attribute === '')
      throw new HtmlError(`Empty attribute name in the tag "${tag}" ${this.#offset(begin)}`);
    this.#skip(isSpace);
    const unclosed = (): HtmlError => new HtmlError(`Unclosed start tag "${tag}" ${this.#offset(begin)}`);
    if (this.#peek() !== '=') {
      if (this.#at >= this.source.length) throw unclosed();
      return argumentOf(tag, attribute, '');
    }
    this.#at++;
    this.#skip(isSpace);
    if (this.#at >= this.source.length) throw unclosed();
    const quote = this.#peek();
    const value = quote === '"' || quote === "'" ? this.#readQuoted(quote) : this.#readNameToken();
    if (this.#at >= this.source.length) throw new HtmlError(`Unclosed start tag ${this.#offset(begin)}`);
    return argumentOf(tag, attribute, value);
  }

  #readNameToken(): string {
    const begin = this.#at;
    const token = this.#skip((c) => /[a-zA-Z0-9.-]/.test(c)).toLowerCase();
    if (this.#at < this.source.length && !isSpace(this.#peek()) && this.#peek() !== '>') {
      throw new HtmlError(`Unexpected end of name token ${this.#offset(begin)}`);
    }
    return token;
  }

  #readQuoted(quote: string): string {
    this.#at++;
    let value = '';
    while (this.#at < this.source.length && this.#peek() !== quote) {
      value += (this.#peek() === '&' ? this.#readReference() : undefined) ?? this.#take();
    }
    this.#at++;
    return value;
  }

  #readEndTag(): void {
    const begin = this.#at;
    const tag = this.#open.pop();
    if (!tag) throw new HtmlError(`Unexpected end tag ${this.#offset(begin)}`);
    this.#at += 2;
    const name = this.#skip((c) => !isSpace(c) && c !== '>').toLowerCase();
    this.#skip(isSpace);
    if (this.#peek() !== '>') throw new HtmlError(`Unclosed end tag ${this.#offset(begin)}`);
    this.#at++;
    if (name !== '' && name !== tag.name) {
      throw new HtmlError(
        `Unmatched end tag ${this.#offset(begin)}, expected "</${tag.name}>", found "</${name}>"`,
      );
    }
    if (this.#text.length > tag.offset) this.#addEntity(tag);
  }

  #addEntity({ name, argument, offset }: OpenTag): void {
    const place = { offset, length: this.#text.length - offset };
    if (name === 'pre' || name === 'code') {
      this.#addCode(name, argument, place);
      return;
    }
    if (name === 'a') {
      const link = linkEntity(argument || this.#text.slice(offset));
      if (link) this.#entities.push({ ...link, ...place });
    } else if (name === 'tg-emoji') {
      if (!/^\d+$/.test(argument)) throw new HtmlError('Invalid custom emoji identifier specified');
      this.#entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: argument });
    } else if (name === 'blockquote') {
      this.#entities.push({ type: argument ? 'expandable_blockquote' : 'blockquote', ...place });
    } else {
      this.#entities.push({ type: ENTITY_OF_TAG[name] ?? name, ...place });
    }
  }

  /** `<pre>` and `<code class="language-…">` over the same text are one `pre` with a language. */
  #addCode(name: 'pre' | 'code', argument: string, place: { offset: number; length: number }): void {
    const last = this.#entities.at(-1);
    const samePlace = last?.offset === place.offset && last.length === place.length;
    const language = name === 'pre' ? last?.language : argument;
    if (samePlace && language && last.type === (name === 'pre' ? 'code' : 'pre')) {
      this.#entities[this.#entities.length - 1] = { type: 'pre', ...place, language };
      return;
    }
    this.#entities.push({ type: name, ...place, ...(name === 'code' && argument && { language: argument }) });
  }
}

function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice(9);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice(3);
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value;
  if (tag === 'blockquote' && attribute === 'expandable') return '1';
  return undefined;
}

function linkEntity(address: string): Pick<Entity, 'type' | 'url' | 'user'> | undefined {
  const user = /^tg:\/\/user\/?\?id=(\d+)/i.exec(address);
  if (user) return { type: 'text_mention', user: { id: Number(user[1]) } };
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (/\s/.test(address) || !URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  if (!['http:', 'https:', 'tg:', 'ton:'].includes(url.protocol)) return undefined;
  if (url.protocol.startsWith('http') && !/\.[^.]+$/.test(url.hostname)) return undefined;
  const bare = withScheme.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const path = bare.startsWith('/') || url.protocol === 'tg:' ? bare : `/${bare}`;
  return { type: 'text_link', url: `${url.protocol}//${url.host}${path}` };
}

function withoutCodeLanguage(entity: Entity): Entity {
  if (entity.type !== 'code') return entity;
  return { type: 'code', offset: entity.offset, length: entity.length };
}

function byPlace(a: Entity, b: Entity): number {
  return a.offset - b.offset || b.length - a.length || (PRIORITY[a.type] ?? 50) - (PRIORITY[b.type] ?? 50);
}

function isSpace(character: string): boolean {
  return character === ' ' || /[\t\r\n\v\0]/.test(character);
}
