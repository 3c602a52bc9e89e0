import type { Texts } from '../text-shape.js';
import { buttons, card, press, reminders } from './en/card.js';
import { commands } from './en/commands.js';
import { group } from './en/group.js';
import { notices } from './en/notices.js';
import { topic } from './en/topic.js';
import { words } from './en/words.js';

export const texts: Texts = { ...words, card, buttons, press, topic, reminders, commands, group, notices };
