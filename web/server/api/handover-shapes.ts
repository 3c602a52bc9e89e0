import { z } from 'zod';
import { moment } from './route.js';
import { handoverReasons, handoverStatuses } from '../../../src/handovers/handover-types.js';
import { messageKinds } from '../../../src/messages/message-kinds.js';

/** A request on the board. */
export const boardHandover = z
  .object({
    id: z.uuid(),
    conversation_id: z.uuid(),
    status: z.enum(handoverStatuses),
    reason: z.enum(handoverReasons),
    summary: z.string().nullable(),
    channel: z.enum(['telegram', 'whatsapp', 'whatsapp_cloud']),
    user_id: z.uuid(),
    user_name: z.string().nullable(),
    phone: z.string().nullable(),
    manager_id: z.uuid().nullable(),
    assigned_to_name: z.string().nullable(),
    is_mine: z.boolean().describe('Whoever asks has taken it'),
    created_at: moment,
    taken_at: moment.nullable(),
    waiting_since: moment.nullable(),
    first_response_at: moment.nullable(),
    resolved_at: moment.nullable(),
    ended_by: z.string().nullable(),
    rating: z.number().int().nullable(),
    reminder_1_due_at: moment.nullable(),
    reminder_1_sent_at: moment.nullable(),
    reminder_2_due_at: moment.nullable(),
    reminder_2_sent_at: moment.nullable(),
    auto_close_due_at: moment.nullable(),
    last_role: z.enum(['user', 'assistant', 'manager', 'system']).nullable(),
    last_kind: z.enum(messageKinds).nullable(),
    last_text: z.string().nullable(),
  })
  .meta({ id: 'Handover' });

/** A request with what whoever asks may do about it. */
export const openedHandover = z
  .object({
    ...boardHandover.shape,
    writing: z.object({
      is_allowed: z.boolean().describe('It is taken, and theirs to answer'),
      window_until: moment
        .nullable()
        .describe('Of a messenger with a window: how long words go out as they are'),
      is_window_closed: z.boolean().describe("Words go out in the client's template, or are refused"),
      is_unreachable: z.boolean().describe('The customer has blocked the bot'),
      connection_problem: z.string().nullable(),
      files: z
        .array(
          z.object({
            types: z.array(z.string()).readonly().nullable().describe('Null: of any type'),
            largest: z.number().int().describe('Bytes'),
          }),
        )
        .readonly()
        .describe("What files the customer's messenger takes"),
      languages: z
        .array(z.string())
        .describe("In which to look for a saved reply: the customer's, then the client's"),
    }),
  })
  .meta({ id: 'OpenedHandover' });
