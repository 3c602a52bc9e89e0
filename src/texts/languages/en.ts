import type { Texts } from '../text-shape.js';
import { alarms } from './en/alarms.js';
import { buttons, card, handingOn, press, reminders } from './en/card.js';
import { checks } from './en/checks.js';
import { commands } from './en/commands.js';
import { group } from './en/group.js';
import { limits } from './en/limits.js';
import { linking } from './en/linking.js';
import { lookups } from './en/lookups.js';
import { merging, writing } from './en/merging.js';
import { model } from './en/model.js';
import { notices } from './en/notices.js';
import { rating } from './en/rating.js';
import { settings } from './en/settings.js';
import { topic } from './en/topic.js';
import { words } from './en/words.js';

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
