import { z } from 'zod';
import { moment } from './route.js';
import { handoverReasons, handoverStatuses } from '../../../src/handovers/handover-types.js';
import { identityKinds } from '../../../src/messages/inbound-message.js';

export const channel = z.enum(['telegram', 'whatsapp', 'whatsapp_cloud']);
const count = z.number().int();
const called = { name: z.string().nullable(), username: z.string().nullable(), phone: z.string().nullable() };

export const listedUser = z
  .object({
    id: z.uuid(),
    ...called,
    created_at: moment,
    last_active_at: moment,
    blocked_at: moment.nullable(),
    channels: z.array(channel),
    is_being_erased: z.boolean(),
  })
  .meta({ id: 'ListedUser' });

export const shownUser = z
  .object({
    id: z.uuid(),
    ...called,
    language_code: z.string().nullable(),
    created_at: moment,
    last_active_at: moment,
    blocked_at: moment.nullable().describe('Since then they are not answered'),
    unreachable_at: moment.nullable().describe('Since then nothing reaches them'),
    erasure_id: z.uuid().nullable().describe('Somebody wants them erased: it is under way'),
    identities: z.array(z.object({ kind: z.enum(identityKinds), value: z.string(), created_at: moment })),
    merged: z
      .array(
        z.object({
          user_id: z.uuid(),
          name: z.string().nullable(),
          cause: z.enum(['manager', 'addresses']),
          created_at: moment,
        }),
      )
      .describe('Who was merged into them, the last first: that one is parted by unmerge'),
    conversations: z
      .array(
        z.object({
          id: z.uuid(),
          channel,
          status: z.enum(['active', 'closed']),
          last_message_at: moment,
        }),
      )
      .describe('The newest'),
    conversation_count: count,
    message_count: count,
    handovers: z
      .array(
        z.object({
          id: z.uuid(),
          conversation_id: z.uuid(),
          status: z.enum(handoverStatuses),
          reason: z.enum(handoverReasons),
          assigned_to_name: z.string().nullable(),
          created_at: moment,
          rating: count.nullable(),
        }),
      )
      .describe('The newest'),
    handover_count: count,
  })
  .meta({ id: 'User' });

export const erasureShape = z
  .object({
    id: z.uuid(),
    asked_at: moment,
    erased_at: moment.nullable().describe('Since then nothing of the user is in the database'),
    conversations: count,
    messages: count,
    files: count,
    files_left: count,
    posts: count.describe("Steps by which the managers' group is cleared"),
    posts_left: count,
    posts_refused: count.describe('What Telegram does not let the bot remove'),
    is_done: z.boolean(),
  })
  .meta({ id: 'Erasure' });
