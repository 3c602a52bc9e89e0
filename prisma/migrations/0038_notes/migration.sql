-- Who looks on is told of new notes: the newest of a client, asked for each second; and old ones are forgotten by their age.
CREATE INDEX topic_posts_notes ON topic_posts (client_id, created_at) WHERE kind = 'note';
