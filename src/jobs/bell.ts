import type { ClientId, ConversationId, HandoverId, IntegrationId } from '../shared/ids.js';

/**
 * Tells the process that can act that something is due. A ring carries ids only, may be lost or doubled, and never
 * fails: the rows say what is due, and the sweep finds whatever no bell was heard for. Ring after the commit.
 */
export type Bell = {
  /** @param due when it is to ring; left out: now. */
  turn(ids: { client_id: ClientId; conversation_id: ConversationId }, due?: Date): void;
  mirror(ids: { client_id: ClientId; conversation_id: ConversationId }): void;
  /** Rings the process that holds the integration's connection. */
  delivery(ids: { client_id: ClientId; integration_id: IntegrationId }): void;
  /** Rings the process that holds the connection, e.g. `telegram:<fingerprint>`. */
  posts(sender_key: string): void;
  handover(
    job: 'remind-handover' | 'close-handover',
    ids: { client_id: ClientId; handover_id: HandoverId },
  ): void;
};
