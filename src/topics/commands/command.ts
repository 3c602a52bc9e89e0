import type { GroupMessage } from '../group-events.js';
import type { PostButton } from '../post-content.js';
import type { StyledText } from '../styled-text.js';
import type { TopicRow } from '../topic-row.js';
import type { ClientProfile } from '../../clients/client-profile.js';
import type { Taker } from '../../handovers/handover-decision.js';
import type { Queryable } from '../../shared/database.js';
import type { UserId } from '../../shared/ids.js';
import type { Texts } from '../../texts/text-shape.js';

/** What a command is given: where and by whom it was said. */
export type Said = {
  profile: ClientProfile;
  words: Texts;
  by: Taker;
  message: GroupMessage;
  args: string;
  /** Who else than the topic's user has something due by what it does: to be added to. */
  touched: Set<UserId>;
  now: Date;
};

/** What a command answers in the group, perhaps with buttons under it. Null = nothing said. */
export type CommandAnswer = StyledText | { text: StyledText; buttons: PostButton[][] } | null;

/** A command of the managers' group. `anywhere`: inside a topic and in the group itself. */
export type GroupCommand = {
  name: string;
  /** What Telegram's menu says about it. */
  describe: (words: Texts) => string;
  /** Left out of Telegram's menu: only some clients have what it is for, and they are told of it when it is needed. */
  unlisted?: true;
} & (
  | { scope: 'topic'; run: (tx: Queryable, said: Said & { topic: TopicRow }) => Promise<CommandAnswer> }
  | {
      scope: 'group' | 'anywhere';
      run: (tx: Queryable, said: Said & { topic: TopicRow | null }) => Promise<CommandAnswer>;
    }
);
