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
import { refusals } from './kk/refusals.js';
import { replies } from './kk/replies.js';
import { reports } from './kk/reports.js';
import { settings } from './kk/settings.js';
import { setup } from './kk/setup.js';
import { shelf } from './kk/shelf.js';
import { shell } from './kk/shell.js';
import { signIn } from './kk/sign-in.js';
import { usage } from './kk/usage.js';
import { users } from './kk/users.js';
import { wording } from './kk/wording.js';
import { members } from './kk/members.js';
import { tokens } from './kk/tokens.js';
import { audit } from './kk/audit.js';
import { account } from './kk/account.js';
import { admins } from './kk/admins.js';
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
  managers,
  shelf,
  channels,
  queues,
  usage,
  reports,
  refusals,
  replies,
  users,
  wording,
  members,
  tokens,
  audit,
  account,
  admins,
};
