import { keyOfPlace, placeIn } from './time-place.js';
import type { PageAsked } from './time-place.js';
import type { HandoverReason, HandoverStatus } from '../handovers/handover-types.js';
import type { PlatformId } from '../integrations/credentials.js';
import type { MessageKind } from '../messages/message-kinds.js';
import { join, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import type { AdminId, ClientId, ConversationId, HandoverId, ManagerId, UserId } from '../shared/ids.js';
import { pageOf } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';

/** The columns of the board: nobody has it yet, somebody has, it ended today (in the client's time zone). */
export const boardColumns = ['waiting', 'in_work', 'ended_today'] as const;
export type BoardColumn = (typeof boardColumns)[number];

/** A request as the board shows it. */
export type BoardHandover = {
  id: HandoverId;
  /** Where it was opened. */
  conversation_id: ConversationId;
  status: HandoverStatus;
  reason: HandoverReason;
  summary: string | null;
  channel: PlatformId;
  user_id: UserId;
  user_name: string | null;
  phone: string | null;
  manager_id: ManagerId | null;
  assigned_to_name: string | null;
  /** It is the reader's own. */
  is_mine: boolean;
  created_at: Date;
  taken_at: Date | null;
  waiting_since: Date | null;
  first_response_at: Date | null;
  resolved_at: Date | null;
  /** Who ended it; null for time. */
  ended_by: string | null;
  rating: number | null;
  reminder_1_due_at: Date | null;
  reminder_1_sent_at: Date | null;
  reminder_2_due_at: Date | null;
  reminder_2_sent_at: Date | null;
  auto_close_due_at: Date | null;
  last_role: 'user' | 'assistant' | 'manager' | 'system' | null;
  last_kind: MessageKind | null;
  last_text: string | null;
};

type Reader = { client_id: ClientId; admin_id: AdminId };
type Asked = Reader & {
  column: BoardColumn;
  /** Only those of a manager, or of the reader. */
  of?: ManagerId | 'me' | undefined;
  page: PageAsked;
  now: Date;
};

/** In what order a column stands; one expression, so that a page can go on where the one before it ended. */
const orderOf: Record<BoardColumn, Sql> = {
  waiting: sql`coalesce(h.waiting_since, h.created_at)`,
  // Who waits for an answer comes before those who have one.
  in_work: sql`coalesce(h.waiting_since, coalesce(h.taken_at, h.created_at) + interval '100 years')`,
  ended_today: sql`h.resolved_at`,
};

/**
 * One column of a client's requests: who waits longest first, of those that ended the last first.
 *
 * @throws FieldsInvalid
 */
export async function readBoard(db: Queryable, asked: Asked): Promise<Page<BoardHandover>> {
  const { column, page } = asked;
  const order = orderOf[column];
  const conditions = [sql`h.client_id = ${asked.client_id}`, inColumn(asked), ...ofManager(asked)];
  const place = placeIn(page);
  const isNewestFirst = column === 'ended_today';
  const behind = isNewestFirst ? sql`<` : sql`>`;
  if (place) conditions.push(sql`(${order}, h.id) ${behind} (${place.at}, ${place.id}::uuid)`);
  const direction = isNewestFirst ? sql`DESC` : sql`ASC`;
  const rows = await db.query<BoardHandover & { at: Date }>(sql`
    SELECT ${shown(asked)}, ${order} AS at
    FROM (SELECT * FROM handovers h WHERE ${join(conditions, ' AND ')}
          ORDER BY ${order} ${direction}, h.id ${direction} LIMIT ${page.limit + 1}) h ${around}
    ORDER BY ${order} ${direction}, h.id ${direction}`);
  return pageOf(rows, {
    limit: page.limit,
    keyOf: keyOfPlace,
    item: ({ at: _at, ...row }): BoardHandover => row,
  });
}

/** One request, open or not. @returns null when the client has no such request */
export async function readBoardHandover(
  db: Queryable,
  asked: Reader & { handover_id: HandoverId },
): Promise<BoardHandover | null> {
  const row = await db.maybeOne<BoardHandover>(sql`
    SELECT ${shown(asked)} FROM handovers h ${around}
    WHERE h.client_id = ${asked.client_id} AND h.id = ${asked.handover_id}`);
  return row ?? null;
}

function inColumn({ client_id, column, now }: Asked): Sql {
  if (column !== 'ended_today')
    return sql`h.status = ${column === 'waiting' ? 'pending' : 'active'} AND h.status IN ('pending', 'active')`;
  return sql`h.resolved_at >= (
    SELECT date_trunc('day', ${now}::timestamptz AT TIME ZONE c.timezone) AT TIME ZONE c.timezone
    FROM clients c WHERE c.id = ${client_id})`;
}

function ofManager({ client_id, admin_id, of }: Asked): Sql[] {
  if (of === undefined) return [];
  if (of !== 'me') return [sql`h.manager_id = ${of}::uuid`];
  return [
    sql`h.manager_id = (SELECT m.id FROM managers m WHERE m.client_id = ${client_id} AND m.admin_id = ${admin_id})`,
  ];
}

function shown({ admin_id }: Reader): Sql {
  return sql`h.id, h.conversation_id, h.status, h.reason, h.summary, c.channel, h.user_id,
    coalesce(u.name, u.username) AS user_name, u.phone, h.manager_id, h.assigned_to_name,
    g.admin_id IS NOT NULL AND g.admin_id = ${admin_id} AS is_mine, h.created_at, h.taken_at, h.waiting_since,
    h.first_response_at, h.resolved_at, h.rating,
    (SELECT e.detail->>'by' FROM handover_events e
     WHERE h.resolved_at IS NOT NULL AND e.client_id = h.client_id AND e.handover_id = h.id AND e.to_status = h.status
     ORDER BY e.id DESC LIMIT 1) AS ended_by,
    h.reminder_1_due_at, h.reminder_1_sent_at, h.reminder_2_due_at, h.reminder_2_sent_at, h.auto_close_due_at,
    last.role AS last_role, last.kind AS last_kind, left(last.content, 200) AS last_text`;
}

const around = sql`
  JOIN users u ON u.client_id = h.client_id AND u.id = h.user_id
  JOIN conversations c ON c.client_id = h.client_id AND c.id = h.conversation_id
  LEFT JOIN managers g ON g.client_id = h.client_id AND g.id = h.manager_id
  LEFT JOIN LATERAL (
    SELECT role, kind, content FROM messages m
    WHERE m.client_id = h.client_id AND m.conversation_id = h.conversation_id ORDER BY m.seq DESC LIMIT 1) last ON true`;
