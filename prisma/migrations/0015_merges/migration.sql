-- Which users were joined into one, by whom and why, and when that was taken back.
-- CreateTable
CREATE TABLE "user_merges" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "merged_user_id" UUID NOT NULL,
    "cause" TEXT NOT NULL,
    "manager_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "undone_by" UUID,

    CONSTRAINT "user_merges_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "user_merges_client_id_user_id_idx" ON "user_merges"("client_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_merges_client_id_id_key" ON "user_merges"("client_id", "id");

-- CreateIndex
CREATE INDEX "users_client_id_merged_into_idx" ON "users"("client_id", "merged_into");

-- AddForeignKey
ALTER TABLE "user_merges" ADD CONSTRAINT "user_merges_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_merges" ADD CONSTRAINT "user_merges_client_id_user_id_fkey" FOREIGN KEY ("client_id", "user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_merges" ADD CONSTRAINT "user_merges_client_id_merged_user_id_fkey" FOREIGN KEY ("client_id", "merged_user_id") REFERENCES "users"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_merges" ADD CONSTRAINT "user_merges_client_id_manager_id_fkey" FOREIGN KEY ("client_id", "manager_id") REFERENCES "managers"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_merges" ADD CONSTRAINT "user_merges_client_id_undone_by_fkey" FOREIGN KEY ("client_id", "undone_by") REFERENCES "managers"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What schema.prisma can't say.

ALTER TABLE user_merges
  ADD CONSTRAINT user_merges_cause_check CHECK (cause IN ('manager', 'addresses')),
  ADD CONSTRAINT user_merges_others_check CHECK (user_id <> merged_user_id),
  ADD CONSTRAINT user_merges_undone_check CHECK (undone_by IS NULL OR undone_at IS NOT NULL);

-- A user is joined into one other at a time
CREATE UNIQUE INDEX user_merges_one_standing ON user_merges (client_id, merged_user_id) WHERE undone_at IS NULL;
