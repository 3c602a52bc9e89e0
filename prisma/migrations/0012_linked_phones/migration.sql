-- Phones that are linked with a code in the hand: where each link stands, and the keys of its session with WhatsApp.

-- CreateTable
CREATE TABLE "whatsapp_links" (
    "integration_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'unlinked',
    "phone" TEXT,
    "lid" TEXT,
    "creds" TEXT,
    "fence" BIGINT NOT NULL DEFAULT 0,
    "asked_method" TEXT,
    "asked_phone" TEXT,
    "asked_at" TIMESTAMPTZ(3),
    "asked_until" TIMESTAMPTZ(3),
    "asked_in_group" BOOLEAN NOT NULL DEFAULT false,
    "shown" TEXT,
    "shown_until" TIMESTAMPTZ(3),
    "problem" TEXT,
    "close_code" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "connected_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "whatsapp_links_pkey" PRIMARY KEY ("integration_id")
);

-- CreateTable
CREATE TABLE "whatsapp_keys" (
    "integration_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "whatsapp_keys_pkey" PRIMARY KEY ("integration_id","kind","key_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "whatsapp_links_client_id_integration_id_key" ON "whatsapp_links"("client_id", "integration_id");

-- AddForeignKey
ALTER TABLE "whatsapp_links" ADD CONSTRAINT "whatsapp_links_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "whatsapp_keys" ADD CONSTRAINT "whatsapp_keys_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "whatsapp_links"("client_id", "integration_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma can't say.

ALTER TABLE whatsapp_links
  ADD CONSTRAINT whatsapp_links_state_check CHECK (state IN ('unlinked', 'asked', 'showing', 'pairing', 'connecting',
    'connected', 'waiting', 'replaced', 'refused', 'logged_out', 'unlinking')),
  ADD CONSTRAINT whatsapp_links_problem_check CHECK (problem IN ('nobody_linked', 'number_taken', 'code_refused')),
  ADD CONSTRAINT whatsapp_links_asked_check CHECK (
    (asked_method IS NULL) = (asked_until IS NULL) AND (asked_method IS NULL) = (asked_at IS NULL)
    AND asked_method IN ('qr', 'code') AND (asked_phone IS NULL OR asked_method = 'code')),
  ADD CONSTRAINT whatsapp_links_shown_check CHECK ((shown IS NULL) = (shown_until IS NULL)),
  ADD CONSTRAINT whatsapp_links_phone_check CHECK (phone ~ '^\+[0-9]{5,20}$' AND asked_phone ~ '^\+[0-9]{5,20}$'),
  ADD CONSTRAINT whatsapp_links_attempts_check CHECK (attempts >= 0);

ALTER TABLE whatsapp_keys
  ADD CONSTRAINT whatsapp_keys_kind_check CHECK (kind <> '' AND key_id <> '');

-- A number is linked once
CREATE UNIQUE INDEX whatsapp_links_one_phone ON whatsapp_links (phone) WHERE creds IS NOT NULL;

ALTER TABLE alarms
  DROP CONSTRAINT alarms_kind_check,
  ADD CONSTRAINT alarms_kind_check CHECK (kind IN ('token_revoked', 'bot_removed', 'bot_not_admin', 'topics_not_allowed',
    'number_dropped', 'number_replaced', 'number_banned', 'number_unreachable', 'number_at_risk', 'model_failing',
    'tokens_short', 'tokens_spent'));
