-- Groups of any shape, alarms to the owner, and connecting a group by a code.

-- Whether the bot may make topics in the managers' group, as last seen.
-- AlterTable
ALTER TABLE "client_settings" ADD COLUMN "group_topics_allowed" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "alarms" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    "told_count" INTEGER NOT NULL DEFAULT 0,
    "tell_due_at" TIMESTAMPTZ(3),
    "refused_by" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "alarms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connect_codes" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "connect_codes_pkey" PRIMARY KEY ("id")
);

-- Groups of no client that a bot is in: what it has said there, and how many codes were wrong.
-- CreateTable
CREATE TABLE "unconnected_groups" (
    "sender_key" TEXT NOT NULL,
    "telegram_chat_id" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "greeting_id" BIGINT,
    "greeted_at" TIMESTAMPTZ(3),
    "shown" TEXT,
    "wrong_codes" INTEGER NOT NULL DEFAULT 0,
    "wrong_codes_since" TIMESTAMPTZ(3),

    CONSTRAINT "unconnected_groups_pkey" PRIMARY KEY ("sender_key","telegram_chat_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alarms_client_id_id_key" ON "alarms"("client_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "connect_codes_code_hash_key" ON "connect_codes"("code_hash");

-- CreateIndex
CREATE INDEX "connect_codes_client_id_idx" ON "connect_codes"("client_id");

-- AddForeignKey
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connect_codes" ADD CONSTRAINT "connect_codes_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma can't say.

ALTER TABLE alarms
  ADD CONSTRAINT alarms_kind_check CHECK (kind IN ('token_revoked', 'bot_removed', 'bot_not_admin', 'topics_not_allowed',
    'number_dropped', 'model_failing', 'tokens_short', 'tokens_spent')),
  ADD CONSTRAINT alarms_told_count_check CHECK (told_count >= 0);

-- One outage is one alarm
CREATE UNIQUE INDEX alarms_one_open ON alarms (client_id, kind, subject) WHERE cleared_at IS NULL;
-- Somebody is still to be told
CREATE INDEX alarms_tell_due ON alarms (tell_due_at) WHERE tell_due_at IS NOT NULL;
