-- Somebody wants to see a file in the panel that nobody has fetched yet: whoever holds its connection fetches it.
ALTER TABLE "messages" ADD COLUMN "file_wanted_at" TIMESTAMPTZ(3);
CREATE INDEX messages_files_wanted ON messages (integration_id, file_wanted_at) WHERE file_wanted_at IS NOT NULL;
