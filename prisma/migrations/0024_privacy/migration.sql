-- A user is erased, and old messages are forgotten.

-- Somebody wants a user erased: what is still to be done of it, and afterwards that it was done. Names the user by an id
-- that nothing else has any more.
CREATE TABLE "erasures" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "conversations" INTEGER NOT NULL DEFAULT 0,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "files" INTEGER NOT NULL DEFAULT 0,
    "posts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id"),
    CONSTRAINT erasures_state_check CHECK (
      (finished_at IS NULL) = (due_at IS NOT NULL) AND (finished_at IS NULL OR erased_at IS NOT NULL))
);
CREATE UNIQUE INDEX "erasures_client_id_id_key" ON "erasures"("client_id", "id");
CREATE UNIQUE INDEX "erasures_client_id_user_id_key" ON "erasures"("client_id", "user_id");
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX erasures_due ON erasures (due_at) WHERE due_at IS NOT NULL;

-- A file whose rows are gone: it lies in the media folder until it is removed.
CREATE TABLE "files_to_remove" (
    "client_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "files_to_remove_pkey" PRIMARY KEY ("client_id", "path")
);
CREATE INDEX "files_to_remove_due_at_idx" ON "files_to_remove"("due_at");
ALTER TABLE "files_to_remove" ADD CONSTRAINT "files_to_remove_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whether anybody else's message has the same file.
CREATE INDEX messages_media_file ON messages (client_id, media_file) WHERE media_file IS NOT NULL;
CREATE INDEX message_edits_media_file ON message_edits (client_id, previous_media_file) WHERE previous_media_file IS NOT NULL;

-- The model's calls for a conversation, without reading all others.
CREATE INDEX "llm_calls_client_id_conversation_id_idx" ON "llm_calls"("client_id", "conversation_id");

-- What becomes old: read over what is old alone.
CREATE INDEX handovers_summed_up ON handovers (client_id, resolved_at) WHERE summary IS NOT NULL;
CREATE INDEX conversations_summed_up ON conversations (client_id, closed_at) WHERE summary IS NOT NULL OR handback_summary IS NOT NULL;
CREATE INDEX "failed_updates_client_id_created_at_idx" ON "failed_updates"("client_id", "created_at");

-- The panel's list of users: who can be found, the last active first.
CREATE INDEX users_shown ON users (client_id, last_active_at DESC, id DESC) WHERE merged_into IS NULL;

ALTER TABLE topic_posts
  DROP CONSTRAINT topic_posts_kind_check,
  ADD CONSTRAINT topic_posts_kind_check CHECK (kind IN ('card', 'offer', 'failure', 'reminder', 'handed_on', 'text', 'summary', 'recap', 'mirror', 'receipt', 'topic_state', 'removal', 'note', 'manager_message', 'alarm'));
