-- Limits: who floods is left unanswered for a while, two programs that talk to each other end at a person, and a
-- conversation nobody goes on with is closed.

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN "idle_due_at" TIMESTAMPTZ(3),
ADD COLUMN "rate_limited_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "counters" (
    "key" TEXT NOT NULL,
    "value" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "counters_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "counters_expires_at_idx" ON "counters"("expires_at");

-- A counter that a crash empties starts anew, and needs no write-ahead log.
ALTER TABLE counters SET UNLOGGED;

-- What is asked for then is looked at, and moved on while the conversation goes on; so messages need not touch it.
UPDATE conversations c SET idle_due_at = c.last_message_at + make_interval(hours => s.conversation_idle_hours)
FROM client_settings s WHERE s.client_id = c.client_id AND c.status = 'active';
DROP INDEX conversations_idle_due;
CREATE INDEX conversations_idle_due ON conversations (idle_due_at) WHERE idle_due_at IS NOT NULL;
ALTER TABLE conversations ADD CONSTRAINT conversations_idle_check CHECK (status = 'active' OR idle_due_at IS NULL);

ALTER TABLE handovers
  DROP CONSTRAINT handovers_reason_check,
  ADD CONSTRAINT handovers_reason_check CHECK (reason IN ('intent', 'low_confidence', 'no_count', 'out_of_scope', 'media', 'asked_for_human', 'keyword', 'manual', 'phone', 'model_failure', 'stale', 'loop'));
