-- A client may say the same thing in several languages; `text` is what is said in all others.
ALTER TABLE "notices"
  ALTER COLUMN "text" DROP NOT NULL,
  ADD COLUMN "by_language" JSONB NOT NULL DEFAULT '{}',
  ADD CONSTRAINT notices_say_something CHECK (text IS NOT NULL OR by_language <> '{}');
ALTER TABLE "saved_replies"
  ALTER COLUMN "text" DROP NOT NULL,
  ADD COLUMN "by_language" JSONB NOT NULL DEFAULT '{}',
  ADD CONSTRAINT saved_replies_say_something CHECK (text IS NOT NULL OR by_language <> '{}');
