-- The panel and the API work on a client's rows as the role estafeta_app: it sees and writes the rows of one client, the
-- one named in its transaction by the setting app.client_id, and nothing while none is named. Bots and workers go on as
-- the owner of the tables, whom no policy concerns.

-- A role belongs to the server: another database of Estafeta may have made it.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'estafeta_app') THEN
    CREATE ROLE estafeta_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- Made by another database meanwhile.
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'the role estafeta_app is missing and "%" may not make it. Have an administrator of the server run: CREATE ROLE estafeta_app NOLOGIN; GRANT estafeta_app TO "%";', current_user, current_user;
END $$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'estafeta_app' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'the role estafeta_app must be an ordinary one. Have an administrator of the server run: ALTER ROLE estafeta_app NOSUPERUSER NOBYPASSRLS;';
  END IF;
  -- Superusers may become anybody.
  IF NOT pg_has_role(current_user, 'estafeta_app', 'MEMBER') THEN
    GRANT estafeta_app TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '"%" may not act as the role estafeta_app. Have an administrator of the server run: GRANT estafeta_app TO "%";', current_user, current_user;
END $$;

-- The client of this transaction; null when none is named.
CREATE FUNCTION app_client_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.client_id', true), '')::uuid;

DO $$
DECLARE
  tables regclass;
BEGIN
  FOR tables IN
    SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'client_id'
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tables);
    EXECUTE format('CREATE POLICY of_client ON %s TO estafeta_app USING (client_id = app_client_id())', tables);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO estafeta_app', tables);
  END LOOP;
END $$;

-- A client's own row is made and removed by whoever runs the installation.
ALTER TABLE clients ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_client ON clients TO estafeta_app USING (id = app_client_id());
GRANT SELECT, UPDATE ON clients TO estafeta_app;

-- The default prompts are everybody's to read and nobody's to change.
CREATE POLICY defaults ON prompts FOR SELECT TO estafeta_app USING (client_id IS NULL);

-- Whoever has a role in the client, or a program there.
ALTER TABLE admins ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_client ON admins FOR SELECT TO estafeta_app USING (
  EXISTS (SELECT FROM admin_roles r WHERE r.admin_id = admins.id AND r.client_id = app_client_id())
  OR EXISTS (SELECT FROM api_tokens t WHERE t.admin_id = admins.id AND t.client_id = app_client_id()));
GRANT SELECT (id, email, name, created_at, disabled_at, totp_since) ON admins TO estafeta_app;
ALTER TABLE admin_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_client ON admin_sessions FOR SELECT TO estafeta_app USING (
  EXISTS (SELECT FROM admin_roles r WHERE r.admin_id = admin_sessions.admin_id AND r.client_id = app_client_id()));
GRANT SELECT (admin_id, last_seen_at) ON admin_sessions TO estafeta_app;

-- What is true of the whole installation.
GRANT SELECT ON platforms, done_marks TO estafeta_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO estafeta_app;

-- What was written down stays so.
REVOKE UPDATE, DELETE ON audit_events FROM estafeta_app;
-- A phone's session is read and written by the holder of its connection alone.
REVOKE ALL ON whatsapp_keys, whatsapp_sent, whatsapp_awaited FROM estafeta_app;

-- Secrets, and what proves them, are written here and read by bots or at sign-in.
DO $$
DECLARE
  secrets record;
  others text;
BEGIN
  FOR secrets IN
    SELECT * FROM (VALUES ('client_settings', 'telegram_bot_token'), ('integrations', 'credentials_encrypted'),
      ('api_tokens', 'secret_hash'), ('admin_links', 'secret_hash'), ('connect_codes', 'code_hash')) AS s (table_name, column_name)
  LOOP
    SELECT string_agg(quote_ident(attname), ', ') INTO others FROM pg_attribute
    WHERE attrelid = secrets.table_name::regclass AND attnum > 0 AND NOT attisdropped AND attname <> secrets.column_name;
    EXECUTE format('REVOKE SELECT ON %I FROM estafeta_app', secrets.table_name);
    EXECUTE format('GRANT SELECT (%s) ON %I TO estafeta_app', others, secrets.table_name);
  END LOOP;
END $$;

-- Reports show whoever asks what they may see.
ALTER VIEW mart.vw_llm_usage SET (security_invoker = true);
ALTER VIEW mart.vw_handover_performance SET (security_invoker = true);
ALTER VIEW mart.vw_reminder_stats SET (security_invoker = true);
GRANT USAGE ON SCHEMA mart TO estafeta_app;
GRANT SELECT ON mart.vw_llm_usage, mart.vw_handover_performance, mart.vw_reminder_stats TO estafeta_app;

-- Under a policy PostgreSQL looks for words only in rows it has read already, as the operator might tell of others: the
-- index of words would stay unused. This reads as the owner, the rows of the transaction's client and no others.
CREATE FUNCTION messages_with_words(words text, since timestamptz, before timestamptz, before_id uuid, most int)
  RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  -- Planned with what is asked: a rare word and a common one are found in different ways.
  RETURN QUERY EXECUTE $sql$
    WITH hits AS MATERIALIZED (
      SELECT m.id, m.created_at FROM messages m
      WHERE m.client_id = $1 AND m.content <> '' AND m.deleted_at IS NULL
        AND to_tsvector('russian', m.content) @@ websearch_to_tsquery('russian', $2)
        AND ($3 IS NULL OR m.created_at >= $3) AND ($4 IS NULL OR (m.created_at, m.id) < ($4, $5))
    )
    SELECT hits.id FROM hits ORDER BY hits.created_at DESC, hits.id DESC LIMIT $6$sql$
  USING app_client_id(), words, since, before, before_id, most;
END $$;
REVOKE ALL ON FUNCTION messages_with_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messages_with_words TO estafeta_app;

-- One number is one device at WhatsApp, whichever client linked it: that, and nothing else, is told of other clients.
CREATE FUNCTION is_number_linked(number text, except_integration_id uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  RETURN EXISTS (
    SELECT FROM whatsapp_links l
    WHERE l.phone = number AND l.creds IS NOT NULL AND l.integration_id <> except_integration_id);
REVOKE ALL ON FUNCTION is_number_linked FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_number_linked TO estafeta_app;
