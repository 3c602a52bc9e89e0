-- A long text stands in a group as several messages: a reply to any of them finds the post.
-- AlterTable
ALTER TABLE "topic_posts" ADD COLUMN "more_external_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[];

-- Few posts have any
CREATE INDEX topic_posts_pieces ON topic_posts USING gin (more_external_ids) WHERE more_external_ids <> '{}';
