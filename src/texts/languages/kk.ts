import type { Texts } from '../text-shape.js';
import { buttons, card, press, reminders } from './kk/card.js';
import { commands } from './kk/commands.js';
import { group } from './kk/group.js';
import { notices } from './kk/notices.js';
import { topic } from './kk/topic.js';
import { words } from './kk/words.js';

export const texts: Texts = { ...words, card, buttons, press, topic, reminders, commands, group, notices };
