import { channels } from './en/channels.js';
import { clients } from './en/clients.js';
import { common } from './en/common.js';
import { conversations } from './en/conversations.js';
import { editing } from './en/editing.js';
import { handovers } from './en/handovers.js';
import { intents } from './en/intents.js';
import { link } from './en/link.js';
import { managers } from './en/managers.js';
import { overview } from './en/overview.js';
import { prompts } from './en/prompts.js';
import { queues } from './en/queues.js';
import { refusals } from './en/refusals.js';
import { replies } from './en/replies.js';
import { reports } from './en/reports.js';
import { settings } from './en/settings.js';
import { setup } from './en/setup.js';
import { shelf } from './en/shelf.js';
import { shell } from './en/shell.js';
import { signIn } from './en/sign-in.js';
import { usage } from './en/usage.js';
import { users } from './en/users.js';
import { wording } from './en/wording.js';
import { members } from './en/members.js';
import { tokens } from './en/tokens.js';
import { audit } from './en/audit.js';
import { account } from './en/account.js';
import { admins } from './en/admins.js';
import type { PanelTexts } from '../shape.js';

export const en: PanelTexts = {
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
