
-- CreateTable
CREATE TABLE "clients" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "language" TEXT NOT NULL DEFAULT 'ru',
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "config" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "client_settings" (
    "client_id" UUID NOT NULL,
    "telegram_chat_id" TEXT,
    "telegram_bot_token" TEXT,
    "telegram_bot_token_hash" TEXT,
    "owner_telegram_id" TEXT,
    "reminder_timeout_1" INTEGER NOT NULL DEFAULT 30,
    "reminder_timeout_2" INTEGER NOT NULL DEFAULT 60,
    "auto_close_timeout" INTEGER NOT NULL DEFAULT 120,
    "escalation_cooldown_minutes" INTEGER NOT NULL DEFAULT 30,
    "working_hours" JSONB,
    "handover_keywords" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "debounce_ms" INTEGER NOT NULL DEFAULT 1200,
    "debounce_max_ms" INTEGER NOT NULL DEFAULT 6000,
    "max_answer_age_minutes" INTEGER NOT NULL DEFAULT 720,
    "confidence_threshold" DECIMAL(3,2) NOT NULL DEFAULT 0.6,
    "no_count_limit" INTEGER NOT NULL DEFAULT 2,
    "media_action" TEXT NOT NULL DEFAULT 'handover',
    "topic_mode" TEXT NOT NULL DEFAULT 'handover',
    "reply_policy" TEXT NOT NULL DEFAULT 'taker',
    "managers_only" BOOLEAN NOT NULL DEFAULT false,
    "owner_mute_minutes" INTEGER NOT NULL DEFAULT 30,
    "csat_enabled" BOOLEAN NOT NULL DEFAULT true,
    "daily_token_limit" INTEGER NOT NULL DEFAULT 0,
    "conversation_idle_hours" INTEGER NOT NULL DEFAULT 24,
    "retention_days" INTEGER NOT NULL DEFAULT 365,
    "group_is_forum" BOOLEAN,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_settings_pkey" PRIMARY KEY ("client_id")
);

-- CreateTable
CREATE TABLE "platforms" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "capabilities" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "required_credentials" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "configuration" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "platforms_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integrations" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "platform_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "credentials_encrypted" BYTEA,
    "encryption_key_id" TEXT,
    "credentials_hash" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "status_message" TEXT,
    "last_sync_at" TIMESTAMPTZ(3),
    "next_sync_at" TIMESTAMPTZ(3),
    "sync_interval_minutes" INTEGER NOT NULL DEFAULT 60,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_metrics" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "platform_id" TEXT NOT NULL,
    "metric_type" TEXT NOT NULL,
    "metric_value" DECIMAL(15,4) NOT NULL,
    "metric_unit" TEXT,
    "aggregation_period" TEXT NOT NULL DEFAULT 'hour',
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "attributes" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "platform_metrics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "phone" TEXT,
    "remote_jid" TEXT,
    "name" TEXT,
    "username" TEXT,
    "language_code" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_active_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "telegram_topic_id" BIGINT,
    "merged_into" UUID,
    "blocked_at" TIMESTAMPTZ(3),
    "unreachable_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_identities" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "is_primary" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversations" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "external_chat_id" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "bot_status" TEXT NOT NULL DEFAULT 'active',
    "bot_muted_until" TIMESTAMPTZ(3),
    "telegram_topic_id" BIGINT,
    "no_count" INTEGER NOT NULL DEFAULT 0,
    "not_understood_count" INTEGER NOT NULL DEFAULT 0,
    "out_of_scope_count" INTEGER NOT NULL DEFAULT 0,
    "last_seq" INTEGER NOT NULL DEFAULT 0,
    "turn_due_at" TIMESTAMPTZ(3),
    "turn_waiting_since" TIMESTAMPTZ(3),
    "turn_read_seq" INTEGER NOT NULL DEFAULT 0,
    "turn_token" UUID,
    "turn_lease_until" TIMESTAMPTZ(3),
    "turn_attempts" INTEGER NOT NULL DEFAULT 0,
    "mirror_due_at" TIMESTAMPTZ(3),
    "mirrored_seq" INTEGER NOT NULL DEFAULT 0,
    "summary" TEXT,
    "handback_summary" TEXT,
    "handback_from_seq" INTEGER,
    "handback_to_seq" INTEGER,
    "deferred_until" TIMESTAMPTZ(3),
    "deferred_reason" TEXT,
    "deferred_at" TIMESTAMPTZ(3),
    "metadata" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "conversations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "conversation_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'text',
    "content" TEXT NOT NULL DEFAULT '',
    "intent" TEXT,
    "confidence" DECIMAL(3,2),
    "entities" JSONB NOT NULL DEFAULT '{}',
    "language_code" TEXT,
    "is_pleasantry" BOOLEAN NOT NULL DEFAULT false,
    "external_chat_id" TEXT,
    "external_message_id" TEXT,
    "external_sent_at" TIMESTAMPTZ(3),
    "album_id" TEXT,
    "reply_to_message_id" UUID,
    "media" JSONB,
    "media_file" TEXT,
    "buttons" JSONB,
    "edited_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "delivery_status" TEXT,
    "delivery_due_at" TIMESTAMPTZ(3),
    "delivery_attempts" INTEGER NOT NULL DEFAULT 0,
    "delivery_token" UUID,
    "delivery_lease_until" TIMESTAMPTZ(3),
    "delivery_error" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "handover_id" UUID,
    "manager_id" UUID,
    "prompt_id" UUID,
    "notice" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_edits" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "previous_content" TEXT NOT NULL,
    "edited_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_edits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "managers" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "telegram_user_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "username" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "managers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topics" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "telegram_chat_id" TEXT NOT NULL,
    "thread_id" BIGINT,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'wanted',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "topic_posts" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "telegram_chat_id" TEXT NOT NULL,
    "topic_id" UUID,
    "handover_id" UUID,
    "message_id" UUID,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'queued',
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,
    "sent_version" INTEGER NOT NULL DEFAULT 0,
    "external_id" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "topic_posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handovers" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "conversation_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "trigger_type" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "summary" TEXT,
    "assigned_to_name" TEXT,
    "manager_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "taken_at" TIMESTAMPTZ(3),
    "first_response_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "telegram_chat_id" TEXT,
    "telegram_message_id" BIGINT,
    "waiting_since" TIMESTAMPTZ(3),
    "last_user_at" TIMESTAMPTZ(3),
    "last_human_at" TIMESTAMPTZ(3),
    "reminder_1_due_at" TIMESTAMPTZ(3),
    "reminder_1_sent_at" TIMESTAMPTZ(3),
    "reminder_2_due_at" TIMESTAMPTZ(3),
    "reminder_2_sent_at" TIMESTAMPTZ(3),
    "auto_close_due_at" TIMESTAMPTZ(3),
    "opened_at_seq" INTEGER NOT NULL DEFAULT 0,
    "rating" INTEGER,
    "rated_at" TIMESTAMPTZ(3),

    CONSTRAINT "handovers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover_events" (
    "id" BIGSERIAL NOT NULL,
    "client_id" UUID NOT NULL,
    "handover_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT,
    "manager_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handover_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "prompts" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_active" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "prompts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intents" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "reply" TEXT,
    "description" TEXT,
    "examples" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "intents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "knowledge" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "knowledge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_replies" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_replies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "llm_calls" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "conversation_id" UUID,
    "purpose" TEXT NOT NULL,
    "prompt_id" UUID,
    "prompt_version" INTEGER,
    "model" TEXT NOT NULL,
    "tokens_in" INTEGER NOT NULL DEFAULT 0,
    "tokens_out" INTEGER NOT NULL DEFAULT 0,
    "latency_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "error" TEXT,
    "cost_usd" DECIMAL(12,6),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "llm_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "failed_updates" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "failed_updates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handled_updates" (
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "handled_updates_pkey" PRIMARY KEY ("source","external_id")
);

-- CreateTable
CREATE TABLE "leases" (
    "key" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "bell_queue" TEXT NOT NULL,
    "fence" BIGINT NOT NULL DEFAULT 1,
    "acquired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "client_id" UUID,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admins" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "is_superadmin" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "admins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_roles" (
    "admin_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "admin_roles_pkey" PRIMARY KEY ("admin_id","client_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "clients_slug_key" ON "clients"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "client_settings_telegram_chat_id_key" ON "client_settings"("telegram_chat_id");

-- CreateIndex
CREATE INDEX "client_settings_telegram_bot_token_hash_idx" ON "client_settings"("telegram_bot_token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "integrations_credentials_hash_key" ON "integrations"("credentials_hash");

-- CreateIndex
CREATE UNIQUE INDEX "integrations_client_id_id_key" ON "integrations"("client_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "integrations_client_id_platform_id_name_key" ON "integrations"("client_id", "platform_id", "name");

-- CreateIndex
CREATE INDEX "platform_metrics_client_id_metric_type_recorded_at_idx" ON "platform_metrics"("client_id", "metric_type", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "platform_metrics_integration_id_metric_type_aggregation_per_key" ON "platform_metrics"("integration_id", "metric_type", "aggregation_period", "period_start");

-- CreateIndex
CREATE INDEX "users_client_id_last_active_at_idx" ON "users"("client_id", "last_active_at");

-- CreateIndex
CREATE UNIQUE INDEX "users_client_id_id_key" ON "users"("client_id", "id");

-- CreateIndex
CREATE INDEX "user_identities_client_id_user_id_idx" ON "user_identities"("client_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_identities_client_id_kind_value_key" ON "user_identities"("client_id", "kind", "value");

-- CreateIndex
CREATE INDEX "conversations_client_id_user_id_started_at_idx" ON "conversations"("client_id", "user_id", "started_at");

-- CreateIndex
CREATE INDEX "conversations_client_id_last_message_at_idx" ON "conversations"("client_id", "last_message_at");

-- CreateIndex
CREATE UNIQUE INDEX "conversations_client_id_id_key" ON "conversations"("client_id", "id");

-- CreateIndex
CREATE INDEX "messages_client_id_created_at_idx" ON "messages"("client_id", "created_at");

-- CreateIndex
CREATE INDEX "messages_client_id_user_id_created_at_idx" ON "messages"("client_id", "user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "messages_conversation_id_seq_key" ON "messages"("conversation_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "messages_integration_id_external_chat_id_external_message_i_key" ON "messages"("integration_id", "external_chat_id", "external_message_id");

-- CreateIndex
CREATE INDEX "message_edits_client_id_message_id_idx" ON "message_edits"("client_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "managers_client_id_id_key" ON "managers"("client_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "managers_client_id_telegram_user_id_key" ON "managers"("client_id", "telegram_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "topics_client_id_id_key" ON "topics"("client_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "topics_client_id_user_id_telegram_chat_id_key" ON "topics"("client_id", "user_id", "telegram_chat_id");

-- CreateIndex
CREATE UNIQUE INDEX "topics_telegram_chat_id_thread_id_key" ON "topics"("telegram_chat_id", "thread_id");

-- CreateIndex
CREATE INDEX "topic_posts_telegram_chat_id_external_id_idx" ON "topic_posts"("telegram_chat_id", "external_id");

-- CreateIndex
CREATE INDEX "topic_posts_client_id_message_id_idx" ON "topic_posts"("client_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "topic_posts_client_id_dedupe_key_key" ON "topic_posts"("client_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "handovers_client_id_user_id_resolved_at_idx" ON "handovers"("client_id", "user_id", "resolved_at");

-- CreateIndex
CREATE INDEX "handovers_client_id_created_at_idx" ON "handovers"("client_id", "created_at");

-- CreateIndex
CREATE INDEX "handovers_conversation_id_idx" ON "handovers"("conversation_id");

-- CreateIndex
CREATE UNIQUE INDEX "handovers_client_id_id_key" ON "handovers"("client_id", "id");

-- CreateIndex
CREATE INDEX "handover_events_client_id_handover_id_id_idx" ON "handover_events"("client_id", "handover_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "intents_client_id_name_key" ON "intents"("client_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "knowledge_client_id_title_key" ON "knowledge"("client_id", "title");

-- CreateIndex
CREATE UNIQUE INDEX "notices_client_id_name_key" ON "notices"("client_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "saved_replies_client_id_name_key" ON "saved_replies"("client_id", "name");

-- CreateIndex
CREATE INDEX "llm_calls_client_id_created_at_idx" ON "llm_calls"("client_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "failed_updates_source_external_id_key" ON "failed_updates"("source", "external_id");

-- CreateIndex
CREATE INDEX "handled_updates_created_at_idx" ON "handled_updates"("created_at");

-- CreateIndex
CREATE INDEX "audit_events_client_id_id_idx" ON "audit_events"("client_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "admins_email_key" ON "admins"("email");

-- CreateIndex
CREATE INDEX "admin_roles_client_id_idx" ON "admin_roles"("client_id");

-- AddForeignKey
ALTER TABLE "client_settings" ADD CONSTRAINT "client_settings_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "platforms"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_metrics" ADD CONSTRAINT "platform_metrics_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_metrics" ADD CONSTRAINT "platform_metrics_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_metrics" ADD CONSTRAINT "platform_metrics_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "platforms"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_client_id_merged_into_fkey" FOREIGN KEY ("client_id", "merged_into") REFERENCES "users"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_client_id_user_id_fkey" FOREIGN KEY ("client_id", "user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_client_id_user_id_fkey" FOREIGN KEY ("client_id", "user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_channel_fkey" FOREIGN KEY ("channel") REFERENCES "platforms"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_client_id_conversation_id_fkey" FOREIGN KEY ("client_id", "conversation_id") REFERENCES "conversations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_client_id_user_id_fkey" FOREIGN KEY ("client_id", "user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_edits" ADD CONSTRAINT "message_edits_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "managers" ADD CONSTRAINT "managers_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topics" ADD CONSTRAINT "topics_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topics" ADD CONSTRAINT "topics_client_id_user_id_fkey" FOREIGN KEY ("client_id", "user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topic_posts" ADD CONSTRAINT "topic_posts_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topic_posts" ADD CONSTRAINT "topic_posts_client_id_topic_id_fkey" FOREIGN KEY ("client_id", "topic_id") REFERENCES "topics"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "topic_posts" ADD CONSTRAINT "topic_posts_client_id_handover_id_fkey" FOREIGN KEY ("client_id", "handover_id") REFERENCES "handovers"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handovers" ADD CONSTRAINT "handovers_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handovers" ADD CONSTRAINT "handovers_client_id_conversation_id_fkey" FOREIGN KEY ("client_id", "conversation_id") REFERENCES "conversations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handovers" ADD CONSTRAINT "handovers_client_id_user_id_fkey" FOREIGN KEY ("client_id", "user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handovers" ADD CONSTRAINT "handovers_client_id_manager_id_fkey" FOREIGN KEY ("client_id", "manager_id") REFERENCES "managers"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover_events" ADD CONSTRAINT "handover_events_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover_events" ADD CONSTRAINT "handover_events_client_id_handover_id_fkey" FOREIGN KEY ("client_id", "handover_id") REFERENCES "handovers"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "handover_events" ADD CONSTRAINT "handover_events_client_id_manager_id_fkey" FOREIGN KEY ("client_id", "manager_id") REFERENCES "managers"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prompts" ADD CONSTRAINT "prompts_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "intents" ADD CONSTRAINT "intents_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge" ADD CONSTRAINT "knowledge_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_replies" ADD CONSTRAINT "saved_replies_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "llm_calls" ADD CONSTRAINT "llm_calls_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "failed_updates" ADD CONSTRAINT "failed_updates_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_roles" ADD CONSTRAINT "admin_roles_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_roles" ADD CONSTRAINT "admin_roles_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma can't say.

-- Closed lists and sane numbers
ALTER TABLE clients
  ADD CONSTRAINT clients_status_check CHECK (status IN ('active', 'suspended')),
  ADD CONSTRAINT clients_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$');

ALTER TABLE client_settings
  ADD CONSTRAINT client_settings_reminder_timeout_1_check CHECK (reminder_timeout_1 > 0),
  ADD CONSTRAINT client_settings_reminder_timeout_2_check CHECK (reminder_timeout_2 > reminder_timeout_1),
  ADD CONSTRAINT client_settings_auto_close_timeout_check CHECK (auto_close_timeout = 0 OR auto_close_timeout > reminder_timeout_2),
  ADD CONSTRAINT client_settings_escalation_cooldown_check CHECK (escalation_cooldown_minutes >= 0),
  ADD CONSTRAINT client_settings_debounce_check CHECK (debounce_ms >= 0 AND debounce_max_ms >= debounce_ms),
  ADD CONSTRAINT client_settings_max_answer_age_check CHECK (max_answer_age_minutes > 0),
  ADD CONSTRAINT client_settings_confidence_threshold_check CHECK (confidence_threshold BETWEEN 0 AND 1),
  ADD CONSTRAINT client_settings_no_count_limit_check CHECK (no_count_limit > 0),
  ADD CONSTRAINT client_settings_media_action_check CHECK (media_action IN ('handover', 'notice', 'transcribe')),
  ADD CONSTRAINT client_settings_topic_mode_check CHECK (topic_mode IN ('handover', 'always')),
  ADD CONSTRAINT client_settings_reply_policy_check CHECK (reply_policy IN ('taker', 'any_manager')),
  ADD CONSTRAINT client_settings_owner_mute_check CHECK (owner_mute_minutes >= 0),
  ADD CONSTRAINT client_settings_daily_token_limit_check CHECK (daily_token_limit >= 0),
  ADD CONSTRAINT client_settings_idle_hours_check CHECK (conversation_idle_hours > 0),
  ADD CONSTRAINT client_settings_retention_check CHECK (retention_days > 0),
  ADD CONSTRAINT client_settings_token_hash_check CHECK ((telegram_bot_token IS NULL) = (telegram_bot_token_hash IS NULL));

ALTER TABLE platforms
  ADD CONSTRAINT platforms_type_check CHECK (type IN ('ecommerce', 'messaging', 'voice', 'analytics')),
  ADD CONSTRAINT platforms_region_check CHECK (region IN ('russia', 'international', 'global'));

ALTER TABLE integrations
  ADD CONSTRAINT integrations_status_check CHECK (status IN ('pending', 'connected', 'error', 'disconnected')),
  ADD CONSTRAINT integrations_sealed_check CHECK ((credentials_encrypted IS NULL) = (encryption_key_id IS NULL));

ALTER TABLE platform_metrics
  ADD CONSTRAINT platform_metrics_type_check CHECK (metric_type IN ('messages_sent', 'messages_received', 'api_calls', 'errors', 'response_time', 'sync_duration')),
  ADD CONSTRAINT platform_metrics_period_check CHECK (aggregation_period IN ('minute', 'hour', 'day'));

ALTER TABLE users ADD CONSTRAINT users_merged_into_check CHECK (merged_into <> id);

ALTER TABLE user_identities
  ADD CONSTRAINT user_identities_kind_check CHECK (kind IN ('telegram_id', 'phone', 'whatsapp_address', 'whatsapp_lid'));

ALTER TABLE conversations
  ADD CONSTRAINT conversations_status_check CHECK (status IN ('active', 'closed')),
  ADD CONSTRAINT conversations_closed_check CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
  ADD CONSTRAINT conversations_bot_status_check CHECK (bot_status IN ('active', 'muted')),
  ADD CONSTRAINT conversations_muted_check CHECK ((bot_status = 'muted') = (bot_muted_until IS NOT NULL)),
  ADD CONSTRAINT conversations_deferred_check CHECK ((deferred_until IS NULL) = (deferred_reason IS NULL)),
  ADD CONSTRAINT conversations_counters_check CHECK (no_count >= 0 AND not_understood_count >= 0 AND out_of_scope_count >= 0),
  ADD CONSTRAINT conversations_seq_check CHECK (turn_read_seq <= last_seq AND mirrored_seq <= last_seq);

ALTER TABLE messages
  ADD CONSTRAINT messages_role_check CHECK (role IN ('user', 'assistant', 'manager', 'system')),
  ADD CONSTRAINT messages_direction_check CHECK (direction IN ('inbound', 'outbound')),
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('text', 'image', 'voice', 'audio', 'video', 'video_note', 'document', 'sticker', 'location', 'contact', 'reaction', 'button', 'unsupported')),
  ADD CONSTRAINT messages_confidence_check CHECK (confidence BETWEEN 0 AND 1),
  ADD CONSTRAINT messages_delivery_status_check CHECK (delivery_status IN ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain', 'dropped')),
  ADD CONSTRAINT messages_delivery_direction_check CHECK ((direction = 'inbound') = (delivery_status IS NULL));

ALTER TABLE topics ADD CONSTRAINT topics_status_check CHECK (status IN ('wanted', 'open', 'closed', 'deleted'));

ALTER TABLE topic_posts
  ADD CONSTRAINT topic_posts_kind_check CHECK (kind IN ('card', 'offer', 'failure', 'reminder', 'text', 'recap', 'mirror', 'receipt', 'note', 'manager_message', 'alarm')),
  ADD CONSTRAINT topic_posts_status_check CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'uncertain', 'dropped'));

ALTER TABLE handovers
  ADD CONSTRAINT handovers_status_check CHECK (status IN ('pending', 'active', 'resolved', 'bot_handling', 'timeout')),
  ADD CONSTRAINT handovers_trigger_type_check CHECK (trigger_type IN ('intent', 'keyword', 'manual', 'timeout')),
  ADD CONSTRAINT handovers_reason_check CHECK (reason IN ('intent', 'low_confidence', 'no_count', 'out_of_scope', 'media', 'asked_for_human', 'keyword', 'manual', 'phone', 'model_failure', 'stale')),
  ADD CONSTRAINT handovers_resolved_check CHECK ((status IN ('pending', 'active')) = (resolved_at IS NULL)),
  ADD CONSTRAINT handovers_ended_due_check CHECK (resolved_at IS NULL OR (reminder_1_due_at IS NULL AND reminder_2_due_at IS NULL AND auto_close_due_at IS NULL)),
  ADD CONSTRAINT handovers_taken_check CHECK (status <> 'active' OR assigned_to_name IS NOT NULL),
  ADD CONSTRAINT handovers_rating_check CHECK (rating BETWEEN 1 AND 5 AND (rating IS NULL) = (rated_at IS NULL));

ALTER TABLE intents
  ADD CONSTRAINT intents_action_check CHECK (action IN ('answer', 'reply', 'handover', 'ignore')),
  ADD CONSTRAINT intents_reply_check CHECK (action <> 'reply' OR reply IS NOT NULL);

ALTER TABLE prompts ADD CONSTRAINT prompts_activated_check CHECK (NOT is_active OR activated_at IS NOT NULL);

ALTER TABLE llm_calls
  ADD CONSTRAINT llm_calls_purpose_check CHECK (purpose IN ('classify', 'answer', 'summary', 'transcribe')),
  ADD CONSTRAINT llm_calls_outcome_check CHECK (outcome IN ('ok', 'timeout', 'rate_limited', 'server_error', 'network_error', 'rejected', 'off_schema'));

ALTER TABLE admin_roles ADD CONSTRAINT admin_roles_role_check CHECK (role IN ('owner', 'admin', 'viewer'));

-- One at a time
CREATE UNIQUE INDEX conversations_one_active ON conversations (integration_id, user_id) WHERE status = 'active';
CREATE UNIQUE INDEX handovers_one_open ON handovers (client_id, user_id) WHERE status IN ('pending', 'active');
CREATE UNIQUE INDEX prompts_one_active ON prompts (client_id, name) NULLS NOT DISTINCT WHERE is_active;
CREATE UNIQUE INDEX prompts_version ON prompts (client_id, name, version) NULLS NOT DISTINCT;

-- What is due: an index holds only what waits for its time
CREATE INDEX conversations_turn_due ON conversations (turn_due_at) WHERE turn_due_at IS NOT NULL;
CREATE INDEX conversations_mirror_due ON conversations (mirror_due_at) WHERE mirror_due_at IS NOT NULL;
CREATE INDEX conversations_deferred_due ON conversations (deferred_until) WHERE deferred_until IS NOT NULL;
CREATE INDEX conversations_mute_due ON conversations (bot_muted_until) WHERE bot_muted_until IS NOT NULL;
CREATE INDEX conversations_idle_due ON conversations (last_message_at) WHERE status = 'active';
CREATE INDEX handovers_reminder_1_due ON handovers (reminder_1_due_at) WHERE reminder_1_due_at IS NOT NULL;
CREATE INDEX handovers_reminder_2_due ON handovers (reminder_2_due_at) WHERE reminder_2_due_at IS NOT NULL;
CREATE INDEX handovers_auto_close_due ON handovers (auto_close_due_at) WHERE auto_close_due_at IS NOT NULL;
CREATE INDEX handovers_open_by_client ON handovers (client_id, created_at) WHERE status IN ('pending', 'active');
CREATE INDEX messages_outbox ON messages (integration_id, external_chat_id, created_at, seq) WHERE delivery_status IN ('queued', 'sending');
CREATE INDEX topic_posts_outbox ON topic_posts (telegram_chat_id, priority, due_at) WHERE status IN ('queued', 'sending');

-- A setting changed, a client added: what connects is asked for again and again
CREATE INDEX integrations_connectable ON integrations (platform_id) WHERE credentials_hash IS NOT NULL;

-- The platforms that exist
INSERT INTO platforms (id, name, display_name, type, region, capabilities, required_credentials) VALUES
  ('telegram', 'Telegram', 'Telegram Bot API', 'messaging', 'global', '{text,inline_keyboard,media,files,voice}', '{bot_token}'),
  ('whatsapp', 'WhatsApp', 'WhatsApp (linked phone)', 'messaging', 'global', '{text,media,files,voice}', '{}'),
  ('whatsapp_cloud', 'WhatsApp Cloud', 'WhatsApp Business Cloud API', 'messaging', 'global', '{text,media,templates,interactive_buttons}', '{access_token,phone_number_id,app_secret,verify_token}');
