import type { HandoverReason, HandoverStatus } from '../../../src/handovers/handover-types.js';
import type { PlatformId } from '../../../src/integrations/credentials.js';
import type { MessageKind } from '../../../src/messages/message-kinds.js';
import type { PromptInUse } from '../../../src/prompts/read-prompts.js';
import type { OneTimeLink } from '../api/links.js';
import type { PromptTrial } from '../api/prompts.js';
import type { TranscriptLine } from '../../../src/reports/transcript.js';

/** Every text of the panel; each language has them all. */
export type PanelTexts = {
  common: CommonTexts;
  signIn: SignInTexts;
  link: LinkTexts;
  shell: ShellTexts;
  overview: OverviewTexts;
  conversations: ConversationTexts;
  prompts: PromptTexts;
};

type CommonTexts = {
  loading: string;
  retry: string;
  cancel: string;
  more: string;
  unreachable: string;
  failed: string;
  notFound: string;
  notFoundWhat: string;
};

type SignInTexts = {
  title: string;
  about: string;
  expired: string;
  email: string;
  password: string;
  code: string;
  codeAbout: string;
  showPassword: string;
  submit: string;
  wrong: string;
  wrongCode: string;
  lockedOut: string;
  needsEmail: string;
  needsPassword: string;
};

type LinkTexts = {
  titles: Record<OneTimeLink['purpose'], string>;
  about: Record<OneTimeLink['purpose'], string>;
  toClient: (client: string) => string;
  submit: Record<OneTimeLink['purpose'], string>;
  joinAs: (email: string) => string;
  name: string;
  needsName: string;
  password: string;
  passwordAbout: string;
  emailTaken: string;
  overTitle: string;
  over: string;
  toSignIn: string;
};

type ShellTexts = {
  skip: string;
  pages: string;
  client: string;
  account: string;
  language: string;
  appearance: string;
  auto: string;
  light: string;
  dark: string;
  signOut: string;
  noClients: string;
  noClientsWhat: string;
  overview: string;
  conversations: string;
  prompts: string;
};

type OverviewTexts = {
  period: string;
  periods: Record<'day' | 'week' | 'month' | 'quarter', string>;
  waiting: string;
  waitingSince: (time: string) => string;
  nobodyWaits: string;
  inWork: string;
  firstResponse: string;
  resolution: string;
  /** How long nine of ten took at most. */
  nineOfTen: (time: string) => string;
  botAlone: string;
  ofConversations: (count: number) => string;
  messages: string;
  received: string;
  sent: string;
  time: string;
  noMessages: string;
  handovers: string;
  opened: string;
  resolved: string;
  returnedToBot: string;
  timedOut: string;
  reasons: string;
  noHandovers: string;
  ratings: string;
  noRatings: string;
  stars: (stars: number) => string;
  model: string;
  modelCalls: string;
  modelFailed: string;
  modelTokens: string;
  modelCost: string;
  unknownCost: string;
};

/** How a message of ours stands with the messenger. */
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'uncertain'
  | 'dropped';

type ConversationTexts = {
  find: string;
  findAbout: string;
  status: string;
  statuses: Record<'all' | 'active' | 'closed' | 'handed_over', string>;
  channel: string;
  anyChannel: string;
  channels: Record<PlatformId, string>;
  user: string;
  nobody: string;
  nothing: string;
  nothingWhat: string;
  found: string;
  nothingFound: string;
  back: string;
  choose: string;
  earlier: string;
  transcript: string;
  requests: string;
  handover: Record<HandoverStatus, string>;
  reason: Record<HandoverReason, string>;
  roles: Record<TranscriptLine['role'], string>;
  kinds: Record<MessageKind, string>;
  intent: (name: string, percent: number | null) => string;
  prompt: (name: string, version: number) => string;
  heard: string;
  edited: string;
  deleted: string;
  delivery: Record<DeliveryStatus, string>;
  rated: (stars: number) => string;
};

type PromptTexts = {
  about: string;
  prompt: string;
  names: Record<PromptInUse['name'], { name: string; about: string }>;
  sources: Record<PromptInUse['source'], string>;
  version: (number: number) => string;
  inUse: string;
  versions: string;
  noVersions: string;
  text: string;
  textAbout: string;
  needsText: string;
  saveVersion: string;
  saved: (number: number) => string;
  mayOnlyLook: string;
  activate: string;
  activateTitle: (number: number) => string;
  activateAbout: string;
  activated: (number: number) => string;
  rollBack: (number: number) => string;
  rollBackAbout: string;
  rollBackNow: string;
  startFrom: string;
  difference: string;
  added: string;
  removed: string;
  same: string;
  test: string;
  testAbout: string;
  question: string;
  needsQuestion: string;
  runTest: string;
  old: string;
  new: string;
  /** What the bot would do beside its words. */
  actions: Record<'handover' | 'out_of_scope', string>;
  problems: Record<NonNullable<PromptTrial['items'][number]['old']['problem']>, string>;
  wantsHuman: string;
  noIntent: string;
  by: (who: string, when: string) => string;
  staleTitle: string;
  staleAbout: string;
  theirs: string;
  yours: string;
  keepMine: string;
  takeTheirs: string;
};
