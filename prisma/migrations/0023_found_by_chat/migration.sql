-- Each message over a linked phone asks first under which address its chat began.
-- CreateIndex
CREATE INDEX "conversations_integration_id_external_chat_id_idx" ON "conversations"("integration_id", "external_chat_id");
