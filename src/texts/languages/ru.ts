import type { Texts } from '../text-shape.js';
import { alarms } from './ru/alarms.js';
import { buttons, card, handingOn, press, reminders } from './ru/card.js';
import { checks } from './ru/checks.js';
import { commands } from './ru/commands.js';
import { group } from './ru/group.js';
import { limits } from './ru/limits.js';
import { linking } from './ru/linking.js';
import { lookups } from './ru/lookups.js';
import { merging, writing } from './ru/merging.js';
import { model } from './ru/model.js';
import { notices } from './ru/notices.js';
import { rating } from './ru/rating.js';
import { settings } from './ru/settings.js';
import { topic } from './ru/topic.js';
import { words } from './ru/words.js';

export const texts: Texts = {
  ...words,
  card,
  buttons,
  handingOn,
  press,
  topic,
  reminders,
  commands,
  checks,
  group,
  limits,
  linking,
  lookups,
  merging,
  writing,
  alarms,
  notices,
  rating,
  model,
  settings,
};
