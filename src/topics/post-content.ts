import type { MediaReference, MessageKind } from '../messages/message-kinds.js';
import type { Press } from './press.js';
import type { StyledText } from './styled-text.js';

export type PostButton = { label: string; press: Press };

/** What a post shows, rendered from the rows at the moment of sending. No Telegram in it. */
export type PostContent =
  | {
      type: 'text';
      text: StyledText;
      buttons: PostButton[][];
      /** A message of the same group that this one answers. */
      reply_to_external_id: number | null;
      /** An older post of ours that is taken away once this one stands: it moves under the newest message. */
      replaces_external_id: number | null;
      silent: boolean;
    }
  | {
      type: 'media';
      kind: MessageKind;
      media: MediaReference;
      /** Path under MEDIA_DIR, when the file is stored. */
      media_file: string | null;
      /** The integration whose connection can fetch it. */
      integration_id: string;
      caption: StyledText;
      reply_to_external_id: number | null;
      silent: boolean;
    }
  /** A reaction on a message of the group; null takes it away. */
  | { type: 'reaction'; on_external_id: number; emoji: string | null };
