import type { OutgoingMessage } from '../../src/integrations/channel.js';
import type { MessageButton } from '../../src/messages/message-buttons.js';
import type { MessageDetails } from '../../src/messages/message-details.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { FileKind } from '../../src/messages/message-kinds.js';
import { cleanText } from '../text/clean-text.js';
import { oneLine, standIn } from '../text/one-line.js';
import { isVisible, splitText } from '../text/split-text.js';
import { userButtonData } from '../text/user-buttons.js';

/**
 * One message of WhatsApp. Limits of their texts: https://developers.facebook.com/docs/whatsapp/cloud-api/messages
 */
export type Part =
  | { type: 'text'; body: string }
  | { type: 'choice'; body: string; buttons: MessageButton[] }
  /** @property file counts the files of an album from 0 */
  | { type: 'file'; file: number; caption: string | null }
  | { type: 'details' };

type Said = Pick<OutgoingMessage, 'kind' | 'content' | 'details' | 'album' | 'buttons'>;

const textLimit = 4096;
const captionLimit = 1024;
const choiceLimit = 1024;
const buttonLimit = 20;
const mostButtons = 3;
const rowLimit = 24;
const mostRows = 10;
/** Opens the list of stars, in every language. */
const listLabel = '⭐ 1–5';

/** How a message is cut: the same message always the same way. An album is one message after the other. */
export function partsOf({ kind, content, details, album, buttons }: Said): Part[] {
  if (isFile(kind)) return [{ kind, content }, ...album].flatMap(fileParts);
  if (details.location || details.contact) return [{ type: 'details' }, ...textParts(content)];
  const texts = textParts(content);
  const choices = buttons?.flat() ?? [];
  if (texts.length === 0) texts.push({ type: 'text', body: standIn });
  return choices.length > 0 ? withChoice(texts, choices) : texts;
}

function fileParts({ kind, content }: Pick<Said, 'kind' | 'content'>, file: number): Part[] {
  if (!isFile(kind) || !takesCaption(kind))
    return [{ type: 'file', file, caption: null }, ...textParts(content)];
  const [caption = null, ...rest] = pieces(content, textLimit, captionLimit);
  return [{ type: 'file', file, caption }, ...rest.map((body): Part => ({ type: 'text', body }))];
}

/** Sounds and stickers stand alone: what else is to be said goes in a message of its own. */
function takesCaption(kind: FileKind): boolean {
  return kind === 'image' || kind === 'video' || kind === 'document' || kind === 'video_note';
}

function textParts(content: string): Extract<Part, { type: 'text' }>[] {
  return pieces(content, textLimit).map((body) => ({ type: 'text', body }));
}

/** The buttons stand under the end of the text, of which fewer words fit above them. */
function withChoice(texts: readonly Extract<Part, { type: 'text' }>[], buttons: MessageButton[]): Part[] {
  const last = pieces(texts.at(-1)?.body ?? standIn, choiceLimit);
  const before = last.slice(0, -1).map((body): Part => ({ type: 'text', body }));
  return [...texts.slice(0, -1), ...before, { type: 'choice', body: last.at(-1) ?? standIn, buttons }];
}

function pieces(content: string, limit: number, firstLimit = limit): string[] {
  const text = cleanText(content);
  return splitText(text, limit, firstLimit).map(({ start, end }) => text.slice(start, end));
}

/** Buttons to press: up to three stand under the text, more are a list that opens. */
export function choiceBody(body: string, buttons: readonly MessageButton[]): object {
  const isList = buttons.length > mostButtons;
  const action = isList
    ? {
        button: listLabel,
        sections: [{ rows: buttons.slice(0, mostRows).map((one) => pressable(one, rowLimit)) }],
      }
    : { buttons: buttons.map((one) => ({ type: 'reply', reply: pressable(one, buttonLimit) })) };
  return {
    type: 'interactive',
    interactive: { type: isList ? 'list' : 'button', body: { text: body }, action },
  };
}

function pressable(button: MessageButton, limit: number): { id: string; title: string } {
  return { id: userButtonData(button), title: oneLine(button.label, limit) };
}

/** @throws TypeError for details that hold neither a place nor a contact */
export function detailsBody({ location, contact }: MessageDetails): object {
  if (location) {
    const { latitude, longitude, title, address } = location;
    const named = { ...(title && { name: title }), ...(address && { address }) };
    // Numbers as text: so Meta's description has it.
    return {
      type: 'location',
      location: { latitude: String(latitude), longitude: String(longitude), ...named },
    };
  }
  if (!contact) throw new TypeError('neither a place nor a contact');
  const { phone_number: phone, first_name, last_name } = contact;
  const formatted_name = [first_name, last_name].filter(Boolean).join(' ') || phone;
  const name = { formatted_name, first_name: first_name || formatted_name, ...(last_name && { last_name }) };
  const wa_id = phone.startsWith('+') ? { wa_id: phone.replace(/\D/g, '') } : {};
  return { type: 'contacts', contacts: [{ name, phones: [{ phone, ...wa_id }] }] };
}

/**
 * What a template's variable takes: no line ends, no tabs, no four blanks in a row.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 *
 * @returns null when there are too many words for it
 */
export function templateVariable(content: string): string | null {
  const text = cleanText(content).replace(/\s+/g, ' ').trim();
  if (text.length > 1000) return null;
  return isVisible(text) ? text : standIn;
}

/** A manager's words in the frame that Meta has approved. */
export function templateBody({ name, language }: { name: string; language: string }, text: string): object {
  return {
    type: 'template',
    template: {
      name,
      language: { policy: 'deterministic', code: language },
      components: [{ type: 'body', parameters: [{ type: 'text', text }] }],
    },
  };
}
