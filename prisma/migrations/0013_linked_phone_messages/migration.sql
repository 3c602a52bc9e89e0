-- What a linked phone sent, under the id it was given before it was sent: told apart from what the owner writes on the
-- phone itself, sent again as it was when the other side could not read it, and quoted.
-- CreateTable
CREATE TABLE "whatsapp_sent" (
    "integration_id" UUID NOT NULL,
    "external_message_id" TEXT NOT NULL,
    "client_id" UUID NOT NULL,
    "external_chat_id" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "part" INTEGER,
    "content" BYTEA NOT NULL,
    "made_of" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "whatsapp_sent_pkey" PRIMARY KEY ("integration_id","external_message_id")
);

-- What came sealed and could not be opened yet: it is sent once more, or told about when that never comes.
-- CreateTable
CREATE TABLE "whatsapp_awaited" (
    "integration_id" UUID NOT NULL,
    "external_message_id" TEXT NOT NULL,
    "client_id" UUID NOT NULL,
    "message" JSONB NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "whatsapp_awaited_pkey" PRIMARY KEY ("integration_id","external_message_id")
);

-- What tells how WhatsApp takes a number, counted over sliding windows.
-- CreateTable
CREATE TABLE "number_health_events" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "number_health_events_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "number_health_events_kind_check" CHECK (kind IN ('first_contact', 'not_delivered', 'timelock', 'disconnect'))
);

-- CreateIndex
CREATE INDEX "whatsapp_sent_created_at_idx" ON "whatsapp_sent"("created_at");

-- CreateIndex
CREATE INDEX "number_health_events_client_id_integration_id_at_idx" ON "number_health_events"("client_id", "integration_id", "at");

-- AddForeignKey
ALTER TABLE "whatsapp_sent" ADD CONSTRAINT "whatsapp_sent_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "whatsapp_awaited" ADD CONSTRAINT "whatsapp_awaited_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "number_health_events" ADD CONSTRAINT "number_health_events_client_id_integration_id_fkey" FOREIGN KEY ("client_id", "integration_id") REFERENCES "integrations"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
