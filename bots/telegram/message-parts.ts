import type { OutgoingMessage } from '../../src/integrations/channel.js';
import { isFile } from '../../src/messages/message-kinds.js';
import { takesCaption } from './send-media.js';
import type { SendOptions } from './send-media.js';
import { buttonLabel, telegramCaption, telegramTexts, textsBeside } from './text.js';
import type { TelegramText } from './text.js';
import { userButtonData } from '../text/user-buttons.js';

/** What a message begins with, if it is more than text, and the texts that follow. */
export type Parts = { opening: 'files' | 'details' | null; texts: TelegramText[] };

/** How a message is cut: the same message always the same way. */
export function partsOf({
  kind,
  content,
  details,
  album,
}: Pick<OutgoingMessage, 'kind' | 'content' | 'details' | 'album'>): Parts {
  if (isFile(kind)) {
    const texts = [{ kind, content }, ...album].flatMap((part) => captionOf(part).rest);
    return { opening: 'files', texts };
  }
  const styled = [{ text: content }];
  if (details.location || details.contact) return { opening: 'details', texts: textsBeside(styled) };
  return { opening: null, texts: telegramTexts(styled) };
}

/** What stands under a file, and what follows because it is too long or the file takes no caption. */
export function captionOf({ kind, content }: Pick<OutgoingMessage, 'kind' | 'content'>): {
  caption: TelegramText | null;
  rest: TelegramText[];
} {
  const styled = [{ text: content }];
  return isFile(kind) && takesCaption(kind)
    ? telegramCaption(styled)
    : { caption: null, rest: textsBeside(styled) };
}

/** How many messages of Telegram it makes. */
export function countParts({ opening, texts }: Parts): number {
  return texts.length + (opening ? 1 : 0);
}

/** The buttons under a message, as Telegram takes them. */
export function keyboardOf({ buttons }: Pick<OutgoingMessage, 'buttons'>): Pick<SendOptions, 'reply_markup'> {
  if (!buttons || buttons.length === 0) return {};
  const inline_keyboard = buttons.map((row) =>
    row.map((button) => ({ text: buttonLabel(button.label), callback_data: userButtonData(button) })),
  );
  return { reply_markup: { inline_keyboard } };
}
