import type { MessageDetails } from '../messages/message-details.js';
import type { FileKind, MediaReference } from '../messages/message-kinds.js';
import type { TopicPostId } from '../shared/ids.js';
import type { Press } from './press.js';
import type { StyledText } from './styled-text.js';

export type PostButton = { label: string; press: Press };

/** A file with whatever is to be said under it, or beside it where a file takes no caption. */
export type ShownFile = {
  kind: FileKind;
  media: MediaReference;
  /** Path under MEDIA_DIR, when the file is stored. */
  media_file: string | null;
  /** The integration whose connection can fetch it. */
  integration_id: string;
  caption: StyledText;
};

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
  | ({ type: 'media'; reply_to_external_id: number | null; silent: boolean } & ShownFile)
  /** Files that stand together as one. */
  | {
      type: 'album';
      files: (ShownFile & {
        /** The post whose message it becomes. */
        post_id: TopicPostId;
      })[];
      reply_to_external_id: number | null;
      silent: boolean;
    }
  /** A place or somebody's number, shown as what it is, with what is to be said beside it. */
  | {
      type: 'details';
      details: MessageDetails;
      caption: StyledText;
      reply_to_external_id: number | null;
      silent: boolean;
    }
  /** A reaction on a message of the group; null takes it away. */
  | { type: 'reaction'; on_external_id: number; emoji: string | null };
