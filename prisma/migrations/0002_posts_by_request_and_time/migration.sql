-- Reminders look for others of their request, and whoever takes over a group's connection for what was sent a moment ago.
-- CreateIndex
CREATE INDEX "topic_posts_client_id_handover_id_idx" ON "topic_posts"("client_id", "handover_id");

-- CreateIndex
CREATE INDEX "topic_posts_client_id_topic_id_idx" ON "topic_posts"("client_id", "topic_id");

-- CreateIndex
CREATE INDEX "topic_posts_telegram_chat_id_sent_at_idx" ON "topic_posts"("telegram_chat_id", "sent_at");
