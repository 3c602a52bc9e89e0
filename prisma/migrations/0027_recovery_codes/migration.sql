-- Codes for whoever has lost the authenticator app: only their hashes are kept, and each goes once.
-- AlterTable
ALTER TABLE "admins" ADD COLUMN     "recovery_hashes" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
