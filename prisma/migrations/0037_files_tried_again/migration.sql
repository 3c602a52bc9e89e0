-- How often a file could not be removed: the pause before the next try grows with it.
ALTER TABLE "files_to_remove" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
