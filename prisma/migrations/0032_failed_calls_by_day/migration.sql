-- A year of calls is read as its days.
ALTER TABLE "llm_usage" ADD COLUMN "failed_calls" INTEGER NOT NULL DEFAULT 0;

UPDATE llm_usage u SET failed_calls = failed.calls
FROM (
  SELECT l.client_id, (l.created_at AT TIME ZONE c.timezone)::date AS day, count(*) AS calls
  FROM llm_calls l JOIN clients c ON c.id = l.client_id WHERE l.outcome <> 'ok' GROUP BY 1, 2) failed
WHERE u.client_id = failed.client_id AND u.day = failed.day;
