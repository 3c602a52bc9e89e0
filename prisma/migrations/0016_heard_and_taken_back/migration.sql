-- Voice notes are heard before they are answered; a message may be taken back before it comes.
-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "hear_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "hear_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "hear_token" UUID,
ADD COLUMN     "hear_lease_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "conversations" ADD COLUMN     "hearing_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "early_deletions" (
    "client_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "external_chat_id" TEXT NOT NULL,
    "external_message_id" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "early_deletions_pkey" PRIMARY KEY ("integration_id","external_chat_id","external_message_id")
);

-- AddForeignKey
ALTER TABLE "early_deletions" ADD CONSTRAINT "early_deletions_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma can't say.

-- Only what is to be heard.
CREATE INDEX messages_to_hear ON messages (client_id, hear_due_at) WHERE hear_due_at IS NOT NULL;

ALTER TABLE messages
  ADD CONSTRAINT messages_hear_check CHECK (hear_attempts >= 0 AND (hear_due_at IS NULL OR role = 'user' AND media IS NOT NULL)),
  ADD CONSTRAINT messages_hear_token_check CHECK ((hear_token IS NULL) = (hear_lease_until IS NULL));
