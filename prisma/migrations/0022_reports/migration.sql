-- What the panel asks for: words in messages, conversations by their beginning, figures of hours.

-- A client's words and no other's: the client stands in the index itself.
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX messages_words ON messages USING gin (client_id, to_tsvector('russian', content)) WHERE content <> '';

CREATE INDEX "conversations_client_id_started_at_idx" ON "conversations"("client_id", "started_at");
CREATE INDEX "platform_metrics_client_id_period_start_idx" ON "platform_metrics"("client_id", "period_start");

-- Reports for people and programs that read SQL. Days are those of the client's time zone.
CREATE SCHEMA mart;

CREATE VIEW mart.vw_llm_usage AS
SELECT l.client_id, (l.created_at AT TIME ZONE c.timezone)::date AS day, l.purpose, l.model, l.prompt_version,
  count(*) AS calls, count(*) FILTER (WHERE l.outcome <> 'ok') AS failed_calls,
  sum(l.tokens_in) AS tokens_in, sum(l.tokens_out) AS tokens_out, sum(l.cost_usd) AS cost_usd,
  round(avg(l.latency_ms)) AS average_latency_ms
FROM llm_calls l JOIN clients c ON c.id = l.client_id
GROUP BY 1, 2, 3, 4, 5;

-- A request counts for whoever had it last; on the day it was opened.
CREATE VIEW mart.vw_handover_performance AS
SELECT h.client_id, (h.created_at AT TIME ZONE c.timezone)::date AS day, h.manager_id,
  coalesce(m.name, h.assigned_to_name) AS manager, count(*) AS requests,
  count(*) FILTER (WHERE h.status = 'resolved') AS resolved,
  count(*) FILTER (WHERE h.status = 'bot_handling') AS returned_to_bot,
  count(*) FILTER (WHERE h.status = 'timeout') AS timed_out,
  round(avg(extract(epoch FROM h.taken_at - h.created_at))) AS average_seconds_to_take,
  round(avg(extract(epoch FROM h.first_response_at - h.created_at))) AS average_seconds_to_answer,
  round(avg(extract(epoch FROM h.resolved_at - h.created_at)) FILTER (WHERE h.status = 'resolved')) AS average_seconds_to_resolve,
  count(h.rating) AS ratings, round(avg(h.rating), 2) AS average_rating
FROM handovers h JOIN clients c ON c.id = h.client_id
LEFT JOIN managers m ON m.client_id = h.client_id AND m.id = h.manager_id
GROUP BY 1, 2, 3, 4;

CREATE VIEW mart.vw_reminder_stats AS
SELECT e.client_id, (e.created_at AT TIME ZONE c.timezone)::date AS day,
  count(*) FILTER (WHERE e.detail->>'number' = '1') AS first_reminders,
  count(*) FILTER (WHERE e.detail->>'number' = '2') AS urgent_reminders,
  count(DISTINCT e.handover_id) AS requests_reminded,
  count(DISTINCT e.handover_id) FILTER (WHERE h.first_response_at > e.created_at) AS answered_after_reminder,
  count(DISTINCT e.handover_id) FILTER (WHERE h.status = 'timeout') AS closed_without_answer
FROM handover_events e
JOIN clients c ON c.id = e.client_id
JOIN handovers h ON h.client_id = e.client_id AND h.id = e.handover_id
WHERE e.type = 'reminded'
GROUP BY 1, 2;
