-- Who looks on is told of new notes: the newest of a client are asked for each second.
CREATE INDEX topic_posts_notes ON topic_posts (client_id, created_at) WHERE kind = 'note';
