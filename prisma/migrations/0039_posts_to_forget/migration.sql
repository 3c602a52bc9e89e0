-- Posts that stand for no message are forgotten by their age, whatever group they were for and whether they ever got there.
CREATE INDEX topic_posts_of_no_message ON topic_posts (client_id, created_at) WHERE message_id IS NULL;
