import type { Texts } from '../text-shape.js';
import { alarms } from './kk/alarms.js';
import { buttons, card, handingOn, press, reminders } from './kk/card.js';
import { checks } from './kk/checks.js';
import { commands } from './kk/commands.js';
import { group } from './kk/group.js';
import { limits } from './kk/limits.js';
import { linking } from './kk/linking.js';
import { lookups } from './kk/lookups.js';
import { merging, writing } from './kk/merging.js';
import { model } from './kk/model.js';
import { notices } from './kk/notices.js';
import { rating } from './kk/rating.js';
import { settings } from './kk/settings.js';
import { topic } from './kk/topic.js';
import { words } from './kk/words.js';

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
