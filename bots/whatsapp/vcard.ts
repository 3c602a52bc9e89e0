import type { MessageDetails } from '../../src/messages/message-details.js';

export type Contact = NonNullable<MessageDetails['contact']>;

/** Longer cards hold pictures; what is read stands before them. */
const longest = 100_000;

/**
 * The name and the first number of a card. https://datatracker.ietf.org/doc/html/rfc6350; WhatsApp writes 3.0.
 *
 * @param shown the name beside the card
 * @returns null when it holds no number
 */
export function contactIn(vcard: string, shown: string): Contact | null {
  const lines = vcard
    .slice(0, longest)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/);
  const numbers = lines.flatMap((line) => /^(?:[\w-]+\.)?TEL[^:]*:(.+)$/i.exec(line)?.slice(1) ?? []);
  const phone_number = numbers.map((number) => number.replace(/^tel:/i, '').trim()).find(Boolean);
  if (phone_number === undefined) return null;
  const [last = '', first = ''] = (valueOf(lines, 'N') ?? '').split(/(?<!\\);/).map(unescaped);
  const full = unescaped(valueOf(lines, 'FN') ?? '') || shown;
  return first === ''
    ? { phone_number, first_name: full || last || phone_number }
    : { phone_number, first_name: first, ...(last && { last_name: last }) };
}

/** A card that phones understand. `waid` makes the number one to write to. */
export function vcardOf({ phone_number, first_name, last_name = '' }: Contact): string {
  const digits = phone_number.replace(/\D/g, '');
  const full = [first_name, last_name].filter(Boolean).join(' ') || phone_number;
  return [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:${escaped(last_name)};${escaped(first_name)};;;`,
    `FN:${escaped(full)}`,
    `TEL;type=CELL;type=VOICE;waid=${digits}:${escaped(phone_number)}`,
    'END:VCARD',
  ].join('\n');
}

function valueOf(lines: readonly string[], name: string): string | undefined {
  const start = new RegExp(`^(?:[\\w-]+\\.)?${name}(?:;[^:]*)?:(.*)$`, 'i');
  return lines.map((line) => start.exec(line)?.[1]).find((value) => value !== undefined);
}

function unescaped(text: string): string {
  return text
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim();
}

function escaped(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\,;]/g, String.raw`\$&`);
}
