import type { Texts } from '../text-shape.js';
import { buttons, card, press, reminders } from './ru/card.js';
import { commands } from './ru/commands.js';
import { group } from './ru/group.js';
import { notices } from './ru/notices.js';
import { topic } from './ru/topic.js';
import { words } from './ru/words.js';

export const texts: Texts = { ...words, card, buttons, press, topic, reminders, commands, group, notices };
