import { channels } from './kk/channels.js';
import { clients } from './kk/clients.js';
import { common } from './kk/common.js';
import { conversations } from './kk/conversations.js';
import { editing } from './kk/editing.js';
import { handovers } from './kk/handovers.js';
import { intents } from './kk/intents.js';
import { link } from './kk/link.js';
import { managers } from './kk/managers.js';
import { overview } from './kk/overview.js';
import { prompts } from './kk/prompts.js';
import { queues } from './kk/queues.js';
import { replies } from './kk/replies.js';
import { reports } from './kk/reports.js';
import { settings } from './kk/settings.js';
import { setup } from './kk/setup.js';
import { shelf } from './kk/shelf.js';
import { shell } from './kk/shell.js';
import { signIn } from './kk/sign-in.js';
import { usage } from './kk/usage.js';
import type { PanelTexts } from '../shape.js';

export const kk: PanelTexts = {
  common,
  signIn,
  link,
  shell,
  overview,
  conversations,
  handovers,
  prompts,
  editing,
  settings,
  setup,
  clients,
  intents,
  channels,
  queues,
  usage,
  reports,
  managers,
  replies,
  shelf,
};
