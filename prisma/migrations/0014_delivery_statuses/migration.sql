-- What WhatsApp says became of messages, in whatever order; people of the Cloud API who hide their number.
-- CreateTable
CREATE TABLE "early_statuses" (
    "client_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "external_message_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "early_statuses_pkey" PRIMARY KEY ("integration_id","external_message_id","status")
);

-- AddForeignKey
ALTER TABLE "early_statuses" ADD CONSTRAINT "early_statuses_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma can't say.

ALTER TABLE early_statuses
  ADD CONSTRAINT early_statuses_status_check CHECK (status IN ('sent', 'delivered', 'read', 'failed'));

-- A status names what was sent by its id alone
CREATE INDEX messages_sent_under ON messages (integration_id, external_message_id)
  WHERE direction = 'outbound' AND external_message_id IS NOT NULL;
-- Few messages go out in several parts
CREATE INDEX messages_sent_parts ON messages USING gin ((metadata->'sent_parts'))
  WHERE jsonb_array_length(metadata->'sent_parts') > 1;

ALTER TABLE user_identities
  DROP CONSTRAINT user_identities_kind_check,
  ADD CONSTRAINT user_identities_kind_check CHECK (kind IN ('telegram_id', 'phone', 'whatsapp_address', 'whatsapp_lid',
    'whatsapp_user_id'));

ALTER TABLE alarms
  DROP CONSTRAINT alarms_kind_check,
  ADD CONSTRAINT alarms_kind_check CHECK (kind IN ('token_revoked', 'bot_removed', 'bot_not_admin', 'topics_not_allowed',
    'number_dropped', 'number_replaced', 'number_banned', 'number_unreachable', 'number_at_risk', 'access_token_refused',
    'number_locked', 'number_restricted', 'payment_needed', 'model_failing', 'tokens_short', 'tokens_spent'));
