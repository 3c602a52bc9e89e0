import { senderKeyOf } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { sql } from '../shared/database.js';
import type { ConversationId, IntegrationId, UserId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/**
 * Rings for everything a committed step may have made due for one user: messages, posts, mirrored lines, a turn. A bell
 * that rings for nothing costs a look; the sweep finds what none rang for.
 */
export async function ringAfter(
  { db, bell }: Pick<Tools, 'db' | 'bell'>,
  { profile, user_id }: { profile: ClientProfile; user_id: UserId | null },
): Promise<void> {
  const client_id = profile.id;
  if (user_id) {
    const conversations = await db.query<{
      id: ConversationId;
      integration_id: IntegrationId;
      turn_due_at: Date | null;
      mirror_due_at: Date | null;
    }>(sql`
      SELECT id, integration_id, turn_due_at, mirror_due_at FROM conversations
      WHERE client_id = ${client_id} AND user_id = ${user_id} AND status = 'active'`);
    for (const { id, integration_id, turn_due_at, mirror_due_at } of conversations) {
      bell.delivery({ client_id, integration_id });
      if (mirror_due_at) bell.mirror({ client_id, conversation_id: id });
      if (turn_due_at) bell.turn({ client_id, conversation_id: id }, turn_due_at);
    }
  }
  ringPosts(bell, profile);
}

/** Rings whoever posts to the client's group, if it has one. */
export function ringPosts(bell: Pick<Tools['bell'], 'posts'>, profile: ClientProfile): void {
  const sender_key = senderKeyOf(profile.settings);
  if (sender_key) bell.posts(sender_key);
}
