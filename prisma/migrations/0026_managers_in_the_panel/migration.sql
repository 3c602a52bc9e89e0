-- Who answers from the panel is a manager too, perhaps one the group has never seen.
ALTER TABLE "managers" ALTER COLUMN "telegram_user_id" DROP NOT NULL, ADD COLUMN "admin_id" UUID;
ALTER TABLE "managers" ADD CONSTRAINT "managers_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE UNIQUE INDEX "managers_client_id_admin_id_key" ON "managers"("client_id", "admin_id");

-- What has happened to a client's requests last, asked each second while somebody looks on.
CREATE INDEX "handover_events_client_id_id_idx" ON "handover_events"("client_id", "id");
