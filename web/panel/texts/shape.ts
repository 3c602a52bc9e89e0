import type { ClientsTexts } from './shape/clients.js';
import type { CommonTexts } from './shape/common.js';
import type { ConversationTexts } from './shape/conversations.js';
import type { EditingTexts } from './shape/editing.js';
import type { HandoverTexts } from './shape/handovers.js';
import type { IntentTexts } from './shape/intents.js';
import type { LinkTexts } from './shape/link.js';
import type { OverviewTexts } from './shape/overview.js';
import type { PromptTexts } from './shape/prompts.js';
import type { SettingsTexts } from './shape/settings.js';
import type { SetupTexts } from './shape/setup.js';
import type { ShellTexts } from './shape/shell.js';
import type { SignInTexts } from './shape/sign-in.js';
import type { ChannelTexts } from './shape/channels.js';
import type { QueueTexts } from './shape/queues.js';
import type { UsageTexts } from './shape/usage.js';
import type { ReportTexts } from './shape/reports.js';

/** Every text of the panel; each language has them all. */
export type PanelTexts = {
  common: CommonTexts;
  signIn: SignInTexts;
  link: LinkTexts;
  shell: ShellTexts;
  overview: OverviewTexts;
  conversations: ConversationTexts;
  handovers: HandoverTexts;
  prompts: PromptTexts;
  editing: EditingTexts;
  settings: SettingsTexts;
  setup: SetupTexts;
  clients: ClientsTexts;
  intents: IntentTexts;
  channels: ChannelTexts;
  queues: QueueTexts;
  usage: UsageTexts;
  reports: ReportTexts;
};
