import { z } from 'zod';
import type { ClientId, ConversationId, HandoverId, IntegrationId, TopicPostId } from '../shared/ids.js';
import { idSchema } from '../shared/ids.js';

const client_id = idSchema<ClientId>();
const ofConversation = z.object({ client_id, conversation_id: idSchema<ConversationId>() });
const ofHandover = z.object({ client_id, handover_id: idSchema<HandoverId>() });

/**
 * Every job there is. A job is a bell: it says where to look, never what is there; what is due stands in the database.
 * Payloads are ids only, for a queue keeps them in clear text, and only ever gain optional fields, for a bell may be
 * older than the program that hears it.
 *
 * `workers` bells go to whichever worker is free; `bots` bells go to the one process that holds the connection.
 */
export const jobs = {
  /** Looks for whatever is due and rings for it: the safety net under every other bell. */
  sweep: { queue: 'workers', payload: z.object({}) },
  /** The user has been quiet for long enough: the assistant reads and answers. */
  'run-turn': { queue: 'workers', payload: ofConversation },
  /** Messages of a conversation are to be shown in its topic. */
  'mirror-conversation': { queue: 'workers', payload: ofConversation },
  /** A reminder about a waiting user is due. */
  'remind-handover': { queue: 'workers', payload: ofHandover },
  /** Nobody said anything for so long that the handover ends by itself. */
  'close-handover': { queue: 'workers', payload: ofHandover },
  /** The cooldown is over and a person is still wanted. */
  'open-deferred-handover': { queue: 'workers', payload: ofConversation },
  /** The bot's silence runs out. */
  'end-mute': { queue: 'workers', payload: ofConversation },
  /** Nobody may have gone on with a conversation for so long that it is closed. */
  'close-conversation': { queue: 'workers', payload: ofConversation },
  /** An hour is over: what was sent, received and waited in it is recorded. */
  'record-metrics': { queue: 'workers', payload: z.object({}) },
  /** A manager asked for the conversation in short. */
  'write-summary': {
    queue: 'workers',
    payload: z.object({ client_id, post_id: idSchema<TopicPostId>() }),
  },
  /** A user is to be erased, or what an erasure left is to be looked for. */
  'erase-user': { queue: 'workers', payload: z.object({ client_id, erasure_id: z.uuid() }) },
  /** Files whose messages are gone lie in the media folder. */
  'remove-files': { queue: 'workers', payload: z.object({}) },
  /** Messages may have become older than they are kept. */
  'forget-old-messages': { queue: 'workers', payload: z.object({}) },
  /** Messages to users are queued on an integration. */
  'deliver-messages': {
    queue: 'bots',
    payload: z.object({ client_id, integration_id: idSchema<IntegrationId>() }),
  },
  /** Posts for managers' groups are queued for the holder of one bot token. */
  'send-posts': { queue: 'bots', payload: z.object({ sender_key: z.string().min(1) }) },
} as const satisfies Record<string, { queue: QueueKind; payload: z.ZodType }>;

/** `workers`: one queue for all workers. `bots`: one queue per process. */
export type QueueKind = 'workers' | 'bots';

export type JobName = keyof typeof jobs;
export type JobsOf<Kind extends QueueKind> = {
  [Name in JobName]: (typeof jobs)[Name]['queue'] extends Kind ? Name : never;
}[JobName];
export type Payload<Name extends JobName> = z.output<(typeof jobs)[Name]['payload']>;

/** One handler for each job of a kind of queue; a job without one does not compile. */
export type Handlers<Kind extends QueueKind> = {
  [Name in JobsOf<Kind>]: (payload: Payload<Name>) => Promise<void>;
};

/** A job to ring for. A job for `bots` names the queue it goes to, which stands in the lease of the connection's holder. */
export type AnyJob =
  | {
      [Name in JobsOf<'workers'>]: { job: Name; payload: Payload<Name>; queue?: undefined };
    }[JobsOf<'workers'>]
  | { [Name in JobsOf<'bots'>]: { job: Name; payload: Payload<Name>; queue: string } }[JobsOf<'bots'>];

/**
 * What makes two bells the same: the job and the ids it names. Free of `:` and never all digits, as BullMQ wants its job ids.
 */
export function bellId(job: JobName, payload: Readonly<Record<string, unknown>>): string {
  const ids = Object.keys(payload)
    .toSorted()
    .map((key) => encodeURIComponent(String(payload[key])));
  return [job, ...ids].join('.');
}
