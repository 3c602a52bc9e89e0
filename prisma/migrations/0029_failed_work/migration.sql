-- What was given up, the newest first: few rows of many, looked at by whoever runs the installation.

CREATE INDEX messages_given_up ON messages (created_at, id) WHERE delivery_status IN ('failed', 'uncertain') AND deleted_at IS NULL;
CREATE INDEX topic_posts_given_up ON topic_posts (created_at, id) WHERE status = 'failed';
