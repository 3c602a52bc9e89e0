-- Where Telegram brings the updates of a bot, and by what it proves itself. A new token is a new sender key: a new row.
-- CreateTable
CREATE TABLE "telegram_webhooks" (
    "sender_key" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "telegram_webhooks_pkey" PRIMARY KEY ("sender_key"),
    CONSTRAINT "telegram_webhooks_path_check" CHECK (path ~ '^[A-Za-z0-9_-]{43}$')
);

-- CreateIndex
CREATE UNIQUE INDEX "telegram_webhooks_path_key" ON "telegram_webhooks"("path");

-- AlterTable
ALTER TABLE "failed_updates" ADD COLUMN "replay_requested_at" TIMESTAMPTZ(3);

-- Only what somebody asked to have replayed.
CREATE INDEX "failed_updates_replay" ON "failed_updates"("source") WHERE replay_requested_at IS NOT NULL;
