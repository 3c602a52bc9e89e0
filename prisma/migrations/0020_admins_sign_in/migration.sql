-- How admins sign in: sessions, one-time links, tokens for programs, one-time codes.
-- AlterTable
ALTER TABLE "admins" ADD COLUMN     "totp_secret" TEXT,
ADD COLUMN     "totp_since" TIMESTAMPTZ(3),
ADD COLUMN     "totp_last_step" BIGINT;

-- CreateTable
CREATE TABLE "admin_sessions" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "admin_id" UUID NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "admin_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_links" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "purpose" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "admin_id" UUID,
    "client_id" UUID,
    "role" TEXT,
    "email" TEXT,
    "made_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "admin_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "admin_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "admin_sessions_secret_hash_key" ON "admin_sessions"("secret_hash");
CREATE INDEX "admin_sessions_admin_id_idx" ON "admin_sessions"("admin_id");
CREATE INDEX "admin_sessions_expires_at_idx" ON "admin_sessions"("expires_at");
CREATE UNIQUE INDEX "admin_links_secret_hash_key" ON "admin_links"("secret_hash");
CREATE INDEX "admin_links_admin_id_idx" ON "admin_links"("admin_id");
CREATE INDEX "admin_links_client_id_idx" ON "admin_links"("client_id");
CREATE UNIQUE INDEX "api_tokens_secret_hash_key" ON "api_tokens"("secret_hash");
CREATE INDEX "api_tokens_admin_id_idx" ON "api_tokens"("admin_id");
CREATE UNIQUE INDEX "api_tokens_client_id_id_key" ON "api_tokens"("client_id", "id");

-- AddForeignKey
ALTER TABLE "admin_sessions" ADD CONSTRAINT "admin_sessions_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "admin_links" ADD CONSTRAINT "admin_links_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "admin_links" ADD CONSTRAINT "admin_links_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_admin_id_fkey" FOREIGN KEY ("admin_id") REFERENCES "admins"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What schema.prisma can't say.

ALTER TABLE admins ADD CONSTRAINT admins_email_check CHECK (email = lower(email));
ALTER TABLE admins ADD CONSTRAINT admins_totp_check CHECK (totp_since IS NULL OR totp_secret IS NOT NULL);
ALTER TABLE admin_links ADD CONSTRAINT admin_links_purpose_check CHECK (
  CASE purpose
    WHEN 'first_admin' THEN num_nonnulls(admin_id, client_id, role, email) = 0
    WHEN 'invitation' THEN admin_id IS NULL AND num_nonnulls(client_id, role, email) = 3
    WHEN 'reset' THEN admin_id IS NOT NULL AND num_nonnulls(client_id, role, email) = 0
    ELSE false
  END);
ALTER TABLE admin_links ADD CONSTRAINT admin_links_role_check CHECK (role IN ('owner', 'admin', 'viewer'));
