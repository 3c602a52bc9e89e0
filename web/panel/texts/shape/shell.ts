/** The groups of the menu. */
export type GroupName = 'work' | 'assistant' | 'business' | 'insight' | 'installation';

export type ShellTexts = {
  skip: string;
  pages: string;
  client: string;
  account: string;
  accountSettings: string;
  language: string;
  appearance: string;
  auto: string;
  light: string;
  dark: string;
  signOut: string;
  noClients: string;
  noClientsWhat: string;
  menu: string;
  chooseClient: string;
  /** What is shown may be old until then. */
  reconnecting: string;
  groups: Record<GroupName, string>;
  setup: string;
  overview: string;
  handovers: string;
  conversations: string;
  users: string;
  prompts: string;
  intents: string;
  replies: string;
  knowledge: string;
  channels: string;
  settings: string;
  managers: string;
  members: string;
  tokens: string;
  usage: string;
  reports: string;
  audit: string;
  clients: string;
  defaults: string;
  queues: string;
  admins: string;
  journal: string;
};
