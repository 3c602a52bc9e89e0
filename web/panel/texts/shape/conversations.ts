import type { HandoverReason, HandoverStatus } from '../../../../src/handovers/handover-types.js';
import type { PlatformId } from '../../../../src/integrations/credentials.js';
import type { MessageKind } from '../../../../src/messages/message-kinds.js';
import type { FailureTexts } from '../../../../src/texts/shape/topic.js';
import type { TranscriptLine } from '../../../../src/reports/transcript.js';

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

export type ConversationTexts = {
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
  note: string;
  roles: Record<TranscriptLine['role'], string>;
  kinds: Record<MessageKind, string>;
  intent: (name: string, percent: number | null) => string;
  prompt: (name: string, version: number) => string;
  heard: string;
  edited: string;
  deleted: string;
  delivery: Record<DeliveryStatus, string>;
  failure: FailureTexts;
  file: Record<'open' | 'download' | 'unnamed' | 'gone' | 'photo' | 'ourPhoto', string>;
  rated: (stars: number) => string;
};
