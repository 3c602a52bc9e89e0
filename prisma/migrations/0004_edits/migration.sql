-- What was said may be changed, taken back and reacted to: the user's own copy follows the row.

-- DropIndex
DROP INDEX "message_edits_client_id_message_id_idx";

-- AlterTable
ALTER TABLE "message_edits" ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "previous_kind" TEXT,
ADD COLUMN     "previous_media" JSONB,
ADD COLUMN     "previous_media_file" TEXT;

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "amend_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "amend_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "amend_lease_until" TIMESTAMPTZ(3),
ADD COLUMN     "amend_token" UUID,
ADD COLUMN     "reaction" TEXT,
ADD COLUMN     "shown_edits" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "message_edits_client_id_message_id_position_key" ON "message_edits"("client_id", "message_id", "position");

-- What schema.prisma can't say.

ALTER TABLE message_edits ADD CONSTRAINT message_edits_position_check CHECK (position > 0);

-- What is due: an index holds only what waits for its time
CREATE INDEX messages_amendments ON messages (integration_id, amend_due_at) WHERE amend_due_at IS NOT NULL;
