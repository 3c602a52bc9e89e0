import { channels } from './ru/channels.js';
import { clients } from './ru/clients.js';
import { common } from './ru/common.js';
import { conversations } from './ru/conversations.js';
import { editing } from './ru/editing.js';
import { handovers } from './ru/handovers.js';
import { intents } from './ru/intents.js';
import { link } from './ru/link.js';
import { managers } from './ru/managers.js';
import { overview } from './ru/overview.js';
import { prompts } from './ru/prompts.js';
import { queues } from './ru/queues.js';
import { refusals } from './ru/refusals.js';
import { replies } from './ru/replies.js';
import { reports } from './ru/reports.js';
import { settings } from './ru/settings.js';
import { setup } from './ru/setup.js';
import { shelf } from './ru/shelf.js';
import { shell } from './ru/shell.js';
import { signIn } from './ru/sign-in.js';
import { usage } from './ru/usage.js';
import { users } from './ru/users.js';
import { wording } from './ru/wording.js';
import { members } from './ru/members.js';
import { tokens } from './ru/tokens.js';
import { audit } from './ru/audit.js';
import { account } from './ru/account.js';
import { admins } from './ru/admins.js';
import type { PanelTexts } from '../shape.js';

export const ru: PanelTexts = {
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
