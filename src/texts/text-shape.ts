import type { AlarmTexts } from './shape/alarms.js';
import type { ButtonTexts, CardTexts, HandingOnTexts, PressTexts, ReminderTexts } from './shape/card.js';
import type { CheckTexts } from './shape/checks.js';
import type { CommandTexts } from './shape/commands.js';
import type { GroupTexts } from './shape/group.js';
import type { LimitTexts } from './shape/limits.js';
import type { LinkingTexts } from './shape/linking.js';
import type { LookupTexts } from './shape/lookups.js';
import type { MergingTexts, WritingTexts } from './shape/merging.js';
import type { ModelTexts } from './shape/model.js';
import type { NoticeTexts } from './shape/notices.js';
import type { RatingTexts } from './shape/rating.js';
import type { SettingTexts } from './shape/settings.js';
import type { TopicTexts } from './shape/topic.js';
import type { WordTexts } from './shape/words.js';

/**
 * The shape of everything people read, a file for each theme in `shape/`. A language is a file in `languages/` that
 * fills this shape from the same themes in its folder: a missing or an extra entry does not compile. Texts are plain
 * (no markup) and are given names and numbers that are already formatted; links, mentions and bold are added where a
 * messenger is spoken to.
 */
export type Texts = WordTexts & {
  readonly card: CardTexts;
  readonly buttons: ButtonTexts;
  readonly handingOn: HandingOnTexts;
  readonly press: PressTexts;
  readonly topic: TopicTexts;
  readonly reminders: ReminderTexts;
  readonly commands: CommandTexts;
  readonly checks: CheckTexts;
  readonly group: GroupTexts;
  readonly limits: LimitTexts;
  readonly alarms: AlarmTexts;
  readonly linking: LinkingTexts;
  readonly lookups: LookupTexts;
  readonly merging: MergingTexts;
  readonly writing: WritingTexts;
  readonly notices: NoticeTexts;
  readonly rating: RatingTexts;
  readonly model: ModelTexts;
  readonly settings: SettingTexts;
};
