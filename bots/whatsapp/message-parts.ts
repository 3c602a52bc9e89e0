import type { OutgoingMessage } from '../../src/integrations/channel.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { MessageKind } from '../../src/messages/message-kinds.js';
import { cleanText } from '../text/clean-text.js';
import { standIn } from '../text/one-line.js';
import { splitText } from '../text/split-text.js';

/** What a message begins with, if it is more than text, and the texts that follow. */
export type Parts = { opening: 'files' | 'details' | null; texts: string[] };

/** The longest text a phone lets somebody write, and the longest that stands under a file, in UTF-16 units. */
export const longestText = 65_536;
const longestCaption = 1_024;

/** Kinds that take no words under them. */
const bare: readonly MessageKind[] = ['voice', 'audio', 'video_note', 'sticker'];

/** How a message is cut: the same message always the same way. */
export function partsOf(
  message: Pick<OutgoingMessage, 'kind' | 'content' | 'details' | 'album' | 'buttons'>,
): Parts {
  const { kind, details, album } = message;
  if (isFile(kind)) {
    const texts = [{ kind, content: withChoices(message) }, ...album].flatMap((part) => captionOf(part).rest);
    return { opening: 'files', texts };
  }
  const texts = piecesOf(withChoices(message), longestText);
  if (details.location || details.contact) return { opening: 'details', texts };
  return { opening: null, texts: texts.length > 0 ? texts : [standIn] };
}

/** What stands under a file, and what follows because it is too long or the file takes no words. */
export function captionOf({ kind, content }: { kind: MessageKind; content: string }): {
  caption: string;
  rest: string[];
} {
  if (bare.includes(kind)) return { caption: '', rest: piecesOf(content, longestText) };
  const [caption = '', ...rest] = piecesOf(content, longestText, longestCaption);
  return { caption, rest };
}

/** How many messages of WhatsApp it makes. */
export function countParts({ opening, texts }: Parts): number {
  return texts.length + (opening ? 1 : 0);
}

/**
 * A linked phone has no buttons: what they ask for is said in words that are understood as well. The question for a rating
 * names its numbers itself.
 */
export function withChoices({ content, buttons }: Pick<OutgoingMessage, 'content' | 'buttons'>): string {
  const said = (buttons ?? [])
    .flat()
    .flatMap((button) => (button.action === 'human' ? [button.in_words ?? `👤 ${button.label}`] : []));
  return [content, ...said].filter(Boolean).join('\n\n');
}

function piecesOf(text: string, limit: number, firstLimit = limit): string[] {
  const clean = cleanText(text);
  return splitText(clean, limit, firstLimit).map(({ start, end }) => clean.slice(start, end));
}
