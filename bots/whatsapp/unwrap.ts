import type { proto } from '@whiskeysockets/baileys';

type Content = proto.IMessage;
/** What a message answers, whether it was passed on, and the like. */
export type ContextInfo = proto.IContextInfo;

/** What stands in a message once everything around it is taken off. */
export type Unwrapped = {
  content: Content;
  /** The message that holds an album together; of a part of one. */
  album_id: string | null;
  /** Sent a second time, in a better quality or as the film behind a picture: the first one says it all. */
  is_copy: boolean;
};

/** Deeper than any real message; a forged one may go on for ever. */
const deepest = 8;

/** https://github.com/WhiskeySockets/Baileys WAProto: MessageAssociation.AssociationType */
const albumAssociation = 1;
const copyAssociations: readonly number[] = [5, 10, 12, 19];

/** Fields that hold a whole message: it disappears, is shown once, is a file with words, was edited, belongs to another. */
const wrappers = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
  'associatedChildMessage',
  'lottieStickerMessage',
  'groupMentionedMessage',
  'botForwardedMessage',
  'pollCreationMessageV4',
  'questionMessage',
  'questionReplyMessage',
  'deviceSentMessage',
] as const satisfies readonly (keyof Content)[];

/** Takes off whatever is around what a person wrote. */
export function unwrapped(message: Content): Unwrapped {
  let content = message;
  let album_id: string | null = null;
  let is_copy = false;
  for (let depth = 0; depth < deepest; depth += 1) {
    const association = content.messageContextInfo?.messageAssociation;
    const type = association?.associationType ?? 0;
    if (type === albumAssociation) album_id = association?.parentMessageKey?.id ?? album_id;
    is_copy ||= copyAssociations.includes(type);
    const inner = innerOf(content);
    if (!inner) break;
    content = inner;
  }
  return { content, album_id, is_copy };
}

/** The context of whatever kind of message it is. */
export function contextOf(content: Content): ContextInfo | null {
  for (const part of Object.values(content) as unknown[])
    if (typeof part === 'object' && part !== null && 'contextInfo' in part && part.contextInfo)
      return part.contextInfo;
  return null;
}

function innerOf(content: Content): Content | null {
  for (const wrapper of wrappers) {
    const inner = content[wrapper]?.message;
    if (inner) return inner;
  }
  return null;
}
