import type { Period } from './period.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** What became of the requests that one manager had last. */
export type ManagerPerformance = {
  manager_id: string | null;
  /** Null: nobody took them. */
  manager: string | null;
  requests: number;
  resolved: number;
  returned_to_bot: number;
  timed_out: number;
  /** From the request to the press on [Беру], to the first answer, to its end; null when there was none. */
  average_seconds_to_take: number | null;
  average_seconds_to_answer: number | null;
  average_seconds_to_resolve: number | null;
  ratings: number;
  average_rating: number | null;
};

const mostManagers = 200;

/** Each manager's requests of a period, by the moment they were opened; whoever had the most first. */
export async function readManagerPerformance(
  db: Queryable,
  { client_id, period: { from, to } }: { client_id: ClientId; period: Period },
): Promise<ManagerPerformance[]> {
  return db.query(sql`
    SELECT h.manager_id, coalesce(m.name, max(h.assigned_to_name)) AS manager, count(*) AS requests,
      count(*) FILTER (WHERE h.status = 'resolved') AS resolved,
      count(*) FILTER (WHERE h.status = 'bot_handling') AS returned_to_bot,
      count(*) FILTER (WHERE h.status = 'timeout') AS timed_out,
      round(avg(extract(epoch FROM h.taken_at - h.created_at))) AS average_seconds_to_take,
      round(avg(extract(epoch FROM h.first_response_at - h.created_at))) AS average_seconds_to_answer,
      round(avg(extract(epoch FROM h.resolved_at - h.created_at)) FILTER (WHERE h.status = 'resolved'))
        AS average_seconds_to_resolve,
      count(h.rating) AS ratings, round(avg(h.rating), 2) AS average_rating
    FROM handovers h LEFT JOIN managers m ON m.client_id = h.client_id AND m.id = h.manager_id
    WHERE h.client_id = ${client_id} AND h.created_at >= ${from} AND h.created_at < ${to}
    GROUP BY h.manager_id, m.name, CASE WHEN h.manager_id IS NULL THEN h.assigned_to_name END
    ORDER BY requests DESC, manager LIMIT ${mostManagers}`);
}
