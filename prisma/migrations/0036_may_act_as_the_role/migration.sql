-- Since PostgreSQL 16 whoever makes a role may manage it, and may not act as it until that is granted too: so it is where
-- the owner of the tables is no superuser but may make roles, as on most servers run by others.
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 160000 AND NOT pg_has_role(current_user, 'estafeta_app', 'SET') THEN
    EXECUTE format('GRANT estafeta_app TO %I WITH SET TRUE', current_user);
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '"%" may not act as the role estafeta_app. Have an administrator of the server run: GRANT estafeta_app TO "%" WITH SET TRUE;', current_user, current_user;
END $$;

-- How the removals of an erasure stand is asked again and again: without reading all other posts of the client.
CREATE INDEX topic_posts_removals ON topic_posts (client_id, dedupe_key) WHERE kind = 'removal';
