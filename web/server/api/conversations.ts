import { z } from 'zod';
import { pageQuery, pageSchema } from './page-query.js';
import { moment, route } from './route.js';
import { handoverStatuses } from '../../../src/handovers/handover-types.js';
import type { FailureName } from '../../../src/integrations/channel.js';
import { standings } from '../../../src/messages/delivery-status.js';
import { messageKinds } from '../../../src/messages/message-kinds.js';
import { listConversations } from '../../../src/reports/conversation-list.js';
import { searchMessages } from '../../../src/reports/search-messages.js';
import { transcript } from '../../../src/reports/transcript.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { ConversationId } from '../../../src/shared/ids.js';
import { notFound } from '../../../src/shared/refusal.js';
import { texts } from '../../../src/texts/texts.js';

const failureNames = Object.keys(texts('en').topic.failures) as FailureName[];
const role = z.enum(['user', 'assistant', 'manager', 'system']);
const channel = z.enum(['telegram', 'whatsapp', 'whatsapp_cloud']);

/** As words behind a path: `true`, `false`. */
const flag = z.stringbool().meta({ type: 'boolean' });

const listed = z
  .object({
    id: z.uuid(),
    status: z.enum(['active', 'closed']),
    channel,
    started_at: moment,
    last_message_at: moment,
    user_id: z.uuid(),
    user_name: z.string().nullable(),
    phone: z.string().nullable(),
    handover_status: z.enum(handoverStatuses).nullable().describe('Of its newest request'),
    assigned_to_name: z.string().nullable(),
    last_role: role.nullable(),
    last_kind: z.enum(messageKinds).nullable(),
    last_text: z.string().nullable(),
  })
  .meta({ id: 'Conversation' });

const hit = z
  .object({
    id: z.uuid(),
    conversation_id: z.uuid(),
    user_id: z.uuid(),
    user_name: z.string().nullable(),
    role,
    content: z.string(),
    created_at: moment,
  })
  .meta({ id: 'FoundMessage' });

const line = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  role,
  kind: z.enum(messageKinds),
  text: z.string(),
  details: z.string().nullable().describe('A place or a contact, in words'),
  has_file: z.boolean(),
  file_name: z.string().nullable(),
  is_heard: z.boolean().describe('It was spoken; the text is what was heard'),
  intent: z.string().nullable(),
  confidence: z.number().nullable(),
  prompt: z.object({ name: z.string(), version: z.number().int() }).nullable(),
  notice: z.string().nullable(),
  manager: z.string().nullable(),
  delivery_status: z.enum(standings).nullable(),
  delivery_error: z
    .enum(failureNames)
    .catch('unknown')
    .nullable()
    .describe('Why it did not arrive, in one word'),
  created_at: moment,
  edited_at: moment.nullable(),
  deleted_at: moment.nullable(),
});

const note = z.object({
  id: z.uuid(),
  kind: z.enum(messageKinds),
  text: z.string(),
  manager: z.string().nullable(),
  created_at: moment,
});

const transcriptShape = z
  .object({
    user: z.object({ id: z.uuid(), name: z.string().nullable(), phone: z.string().nullable() }),
    lines: z.array(line),
    notes: z.array(note).describe('What managers wrote to each other meanwhile; the customer never gets it'),
    before: z
      .number()
      .int()
      .nullable()
      .describe('To be asked for what stands above; null: this is the beginning'),
    handovers: z.array(
      z.object({
        id: z.uuid(),
        status: z.enum(handoverStatuses),
        reason: z.string(),
        assigned_to_name: z.string().nullable(),
        created_at: moment,
        resolved_at: moment.nullable(),
        rating: z.number().int().nullable(),
      }),
    ),
  })
  .meta({ id: 'Transcript' });

/** What was said. */
export const conversationRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/conversations',
    role: 'viewer',
    summary: 'The conversations, the last written in first',
    query: z.object({
      ...pageQuery,
      status: z.enum(['active', 'closed']).optional(),
      channel: channel.optional(),
      handed_over: flag.optional().describe('Only those in which a person is called or speaks now'),
      had_handover: flag.optional().describe('Only those in which a person was ever called'),
      user: z.string().trim().min(2).max(100).optional().describe('Part of a name, username or number'),
      words: z.string().trim().min(2).max(200).optional().describe('Words that stand in it'),
      intent: z.string().max(64).optional().describe('What a message in it was understood as'),
      from: z.coerce.date().optional().describe('Last written in since'),
      to: z.coerce.date().optional().describe('Last written in before'),
    }),
    response: pageSchema(listed),
    async handler({ app: { db }, params: { client_id }, query: { after, limit, handed_over, ...narrowed } }) {
      const filter = { ...narrowed, is_handed_over: handed_over };
      return listConversations(db, { client_id, filter, page: { after, limit } });
    },
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/messages',
    role: 'viewer',
    summary: 'Messages in which words stand, whatever their endings, the newest first',
    query: z.object({ ...pageQuery, words: z.string().trim().min(2).max(200) }),
    response: pageSchema(hit),
    handler: async ({ app: { db, clock }, params: { client_id }, query: { words, ...page } }) =>
      searchMessages(db, { client_id, words, page, now: clock.now() }),
  }),
  route({
    method: 'GET',
    url: '/api/clients/:client_id/conversations/:id',
    role: 'viewer',
    summary: 'What was said in a conversation: its end, or what stands above a line of it',
    params: z.object({ id: idSchema<ConversationId>() }),
    query: z.object({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    response: transcriptShape,
    async handler({ app: { db }, params: { client_id, id: conversation_id }, query }) {
      const read = await transcript(db, { client_id, conversation_id, ...query });
      if (!read) throw notFound('conversation');
      return read;
    },
  }),
];
