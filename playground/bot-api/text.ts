import { badRequest } from './api-error.js';
import { HtmlError, parseHtml } from './html.js';
import type { Entity } from './model.js';

const LIMITS = { text: 4_096, caption: 1_024 } as const;

/** What Telegram finds in plain text by itself, in the order it looks. */
const FOUND: [type: string, pattern: RegExp][] = [
  ['bot_command', /(?<=^|[\s(])\/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])/g],
  ['mention', /(?<=^|[^\w@/])@[a-zA-Z][a-zA-Z0-9_]{2,31}/g],
  ['url', /(?<=^|[\s(])https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g],
];

export interface FormattedText {
  text: string;
  entities: Entity[];
}

/**
 * Turns the text of a call into what Telegram would keep: parsed, cleaned, trimmed and measured.
 * @param given the raw text, its parse mode and its ready entities, as the bot sent them
 * @param part whether the limits and words are those of a text or of a caption
 * @throws ApiError in Telegram's words
 */
export function formatText(
  given: { text: string; parseMode?: string | undefined; entities?: Entity[] | undefined },
  part: keyof typeof LIMITS,
): FormattedText {
  const parsed = trim(strip(parse(given)));
  if (parsed.text === '' && part === 'text') throw badRequest('message text is empty');
  if (parsed.text.length > LIMITS[part]) {
    throw badRequest(part === 'text' ? 'message is too long' : 'message caption is too long');
  }
  return { text: parsed.text, entities: withFound(parsed) };
}

/** Returns a person's text with the entities Telegram finds in it. */
export function plainText(text: string): FormattedText {
  return { text, entities: withFound({ text, entities: [] }) };
}

function parse(given: Parameters<typeof formatText>[0]): FormattedText {
  const mode = given.parseMode?.toLowerCase() ?? '';
  if (mode === 'html') {
    try {
      return parseHtml(given.text);
    } catch (error) {
      if (error instanceof HtmlError) throw badRequest(`can't parse entities: ${error.message}`);
      throw error;
    }
  }
  if (mode !== '') throw badRequest('unsupported parse_mode');
  for (const entity of given.entities ?? []) {
    if (entity.offset < 0 || entity.offset + entity.length > given.text.length) {
      throw badRequest("can't parse entities: entity is out of the text");
    }
  }
  return { text: given.text, entities: given.entities ?? [] };
}

/** What Telegram drops from any text: carriage returns, marks that turn lines around, strokes over and under letters. */
const DROPPED = /\r|[\u2028-\u202E]|\u030A|\u0333|\u033F/g;

/** What Telegram sees nothing of: a text of these alone counts as empty. */
const BLANK = /^(?:[\s\u180E\u200B-\u200F\u2800\uFFFC]|\uFE0F)*$/;

/** Some characters vanish and control characters become spaces, as in Telegram. */
function strip({ text, entities }: FormattedText): FormattedText {
  // oxlint-disable-next-line no-control-regex
  const clean = (part: string): string => part.replace(DROPPED, '').replace(/[\0-\x09\x0b-\x1f]/g, ' ');
  const keptBefore = (offset: number): number => text.slice(0, offset).replace(DROPPED, '').length;
  return {
    text: clean(text),
    entities: entities.map((entity) => {
      const offset = keptBefore(entity.offset);
      return { ...entity, offset, length: keptBefore(entity.offset + entity.length) - offset };
    }),
  };
}

function trim({ text, entities }: FormattedText): FormattedText {
  const kept = BLANK.test(text) ? '' : text.trimEnd();
  const start = kept.length - kept.trimStart().length;
  const placed = entities.map((entity) => {
    const offset = Math.max(entity.offset - start, 0);
    const end = Math.min(entity.offset + entity.length, kept.length) - start;
    return { ...entity, offset, length: end - offset };
  });
  return { text: kept.slice(start), entities: placed.filter((entity) => entity.length > 0) };
}

function withFound({ text, entities }: FormattedText): Entity[] {
  const all = [...entities];
  for (const [type, pattern] of FOUND) {
    for (const match of text.matchAll(pattern)) {
      const found = { type, offset: match.index, length: match[0].length };
      if (!all.some((entity) => blocks(entity) && overlap(entity, found))) all.push(found);
    }
  }
  return all.toSorted((a, b) => a.offset - b.offset);
}

/** Nothing is found inside code, links and what was already found; bold and the like don't mind. */
function blocks(entity: Entity): boolean {
  return ['code', 'pre', 'text_link', 'text_mention', 'bot_command', 'mention', 'url'].includes(entity.type);
}

function overlap(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
