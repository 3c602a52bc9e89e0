import type { proto } from '@whiskeysockets/baileys';
import type { Unwrapped } from './unwrap.js';

/** Fields by which phones talk to one another, or that say nothing by themselves: nobody wrote them. */
const fields = [
  'protocolMessage',
  'albumMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'encReactionMessage',
  'encEventResponseMessage',
  'stickerSyncRmrMessage',
  'messageHistoryBundle',
  'messageHistoryNotice',
  'placeholderMessage',
  'callLogMesssage',
  'bcallMessage',
  'call',
  'statusNotificationMessage',
  'chat',
] as const satisfies readonly (keyof proto.IMessage)[];

/** What holds nothing but the means to read what comes later. */
const means: readonly string[] = [
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
];

/** @returns why a message is none of a person's, or null when it is one */
export function noiseIn({ content, is_copy }: Unwrapped): string | null {
  if (is_copy) return 'a second copy of a picture or film';
  const field = fields.find((name) => content[name]);
  if (field === 'protocolMessage') return `between phones: ${content.protocolMessage?.type ?? 'unknown'}`;
  if (field) return `nobody wrote it: ${field}`;
  const holds = Object.entries(content).filter(([name, value]) => value !== null && !means.includes(name));
  return holds.length === 0 ? 'keys for later messages' : null;
}
