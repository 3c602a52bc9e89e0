-- What a client's model calls come to on one day of its own time zone, and at which limits that was said.
-- CreateTable
CREATE TABLE "llm_usage" (
    "client_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "calls" INTEGER NOT NULL DEFAULT 0,
    "tokens_in" BIGINT NOT NULL DEFAULT 0,
    "tokens_out" BIGINT NOT NULL DEFAULT 0,
    "cost_usd" DECIMAL(14,6) NOT NULL DEFAULT 0,
    "warned_limit" INTEGER,
    "spent_limit" INTEGER,

    CONSTRAINT "llm_usage_pkey" PRIMARY KEY ("client_id","day")
);

-- Up to when something that is done hour by hour has been done.
-- CreateTable
CREATE TABLE "done_marks" (
    "name" TEXT NOT NULL,
    "done_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "done_marks_pkey" PRIMARY KEY ("name")
);

-- AddForeignKey
ALTER TABLE "llm_usage" ADD CONSTRAINT "llm_usage_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Messages of which nobody knows whether they arrived: few, and looked at by whoever watches.
CREATE INDEX messages_uncertain ON messages (created_at) WHERE delivery_status = 'uncertain';
-- Requests by when they ended: whoever watches counts the newest.
CREATE INDEX handovers_ended ON handovers (resolved_at) WHERE resolved_at IS NOT NULL;
-- Updates that were set aside and not replayed yet.
CREATE INDEX failed_updates_set_aside ON failed_updates (created_at) WHERE replayed_at IS NULL;
