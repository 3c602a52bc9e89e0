-- Requests are handed on and rated, conversations summed up for the managers, topics show how things stand.

-- AlterTable
ALTER TABLE "managers" ADD COLUMN     "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "topics" ADD COLUMN     "icon" TEXT;

-- AlterTable
ALTER TABLE "topic_posts" ADD COLUMN     "summary_due_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "handovers" ADD COLUMN     "rating_asked_at" TIMESTAMPTZ(3);

-- What schema.prisma can't say.

UPDATE managers SET last_seen_at = created_at;

ALTER TABLE topic_posts
  DROP CONSTRAINT topic_posts_kind_check,
  ADD CONSTRAINT topic_posts_kind_check CHECK (kind IN ('card', 'offer', 'failure', 'reminder', 'handed_on', 'text', 'summary', 'recap', 'mirror', 'receipt', 'topic_state', 'note', 'manager_message', 'alarm'));

-- What is due: an index holds only what waits for its time
CREATE INDEX topic_posts_summary_due ON topic_posts (summary_due_at) WHERE summary_due_at IS NOT NULL;
