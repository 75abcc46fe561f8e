-- The application signs in as headroom_app: it owns nothing and cannot bypass row-level security.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'headroom_app') THEN
    CREATE ROLE headroom_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO headroom_app;
--> statement-breakpoint
-- Every table with a workspace_id shows the app role only the rows of the workspace of its transaction.
DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables b USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND b.table_type = 'BASE TABLE'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO headroom_app USING (workspace_id = current_setting(''app.workspace_id'', true)) WITH CHECK (workspace_id = current_setting(''app.workspace_id'', true))', t);
    EXECUTE format('CREATE POLICY owner ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', t);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE RESTRICT', t, t || '_workspace_exists');
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO headroom_app', t);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON workspaces TO headroom_app USING (id = current_setting('app.workspace_id', true)) WITH CHECK (id = current_setting('app.workspace_id', true));
--> statement-breakpoint
CREATE POLICY owner ON workspaces TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, UPDATE ON workspaces TO headroom_app;
--> statement-breakpoint
-- People are visible only to workspaces they are members of; sign-in goes through the functions below.
ALTER TABLE auth_users ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE auth_users FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON auth_users FOR SELECT TO headroom_app USING (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = auth_users.id));
--> statement-breakpoint
CREATE POLICY owner ON auth_users TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT (id, email, name, created_at) ON auth_users TO headroom_app;
--> statement-breakpoint
GRANT SELECT ON clock, installations TO headroom_app;
--> statement-breakpoint
-- The ledger and the audit trail are append-only for the app role; the ledger is written by its functions alone.
REVOKE INSERT, UPDATE, DELETE ON sends, budgets FROM headroom_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_entries FROM headroom_app;
--> statement-breakpoint
REVOKE DELETE ON accounts, campaigns, enrolments, signals, ramp_days, controls, invitations FROM headroom_app;
--> statement-breakpoint
-- Sign-in, before any workspace is known.
CREATE FUNCTION auth_user_by_email(p_email text) RETURNS TABLE (id text, email text, name text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.id, u.email, u.name, u.password_hash FROM auth_users u WHERE u.email = lower(p_email) $$;
--> statement-breakpoint
CREATE FUNCTION auth_open_session(p_id text, p_user text, p_expires timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO auth_sessions (id, user_id, expires_at, created_at) VALUES (p_id, p_user, p_expires, clock_timestamp()) $$;
--> statement-breakpoint
CREATE FUNCTION auth_close_session(p_id text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE auth_sessions SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = p_id $$;
--> statement-breakpoint
CREATE FUNCTION auth_session_actor(p_id text) RETURNS TABLE (user_id text, name text, email text, workspace_id text, workspace_name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.id, u.name, u.email, m.workspace_id, w.name, m.role FROM auth_sessions s
  JOIN auth_users u ON u.id = s.user_id JOIN memberships m ON m.user_id = u.id JOIN workspaces w ON w.id = m.workspace_id
  WHERE s.id = p_id AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp() ORDER BY m.created_at LIMIT 1 $$;
--> statement-breakpoint
CREATE FUNCTION auth_token_actor(p_hash text) RETURNS TABLE (token_id text, workspace_id text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id, t.workspace_id, t.role FROM tokens t WHERE t.hash = p_hash AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() $$;
--> statement-breakpoint
-- Counts a failure and answers how many the open window holds; a success clears the key.
CREATE FUNCTION auth_count_failure(p_key text, p_window interval) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO auth_attempts AS a (key, window_starts_at, failures) VALUES (p_key, clock_timestamp(), 1)
  ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN a.window_starts_at < clock_timestamp() - p_window THEN 1 ELSE a.failures + 1 END,
    window_starts_at = CASE WHEN a.window_starts_at < clock_timestamp() - p_window THEN clock_timestamp() ELSE a.window_starts_at END
  RETURNING failures $$;
--> statement-breakpoint
CREATE FUNCTION auth_failures(p_key text, p_window interval) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT failures FROM auth_attempts WHERE key = p_key AND window_starts_at >= clock_timestamp() - p_window), 0) $$;
--> statement-breakpoint
CREATE FUNCTION auth_clear_failures(p_key text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$ DELETE FROM auth_attempts WHERE key = p_key $$;
--> statement-breakpoint
-- The engine's entry points: which workspaces there are, and whose account or link a provider speaks of.
CREATE FUNCTION system_workspace_ids() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT id FROM workspaces ORDER BY id $$;
--> statement-breakpoint
CREATE FUNCTION system_workspaces_of_provider_account(p_provider_account text) RETURNS TABLE (workspace_id text, account_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.workspace_id, a.id FROM accounts a WHERE a.provider_account_id = p_provider_account $$;
--> statement-breakpoint
CREATE FUNCTION system_workspace_of_link(p_state_hash text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT workspace_id FROM account_links WHERE state_hash = p_state_hash $$;
--> statement-breakpoint
CREATE FUNCTION system_workspace_of(p_id text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT workspace_id FROM accounts WHERE id = p_id UNION ALL SELECT workspace_id FROM campaigns WHERE id = p_id
  UNION ALL SELECT workspace_id FROM provider_events WHERE id = p_id LIMIT 1 $$;
--> statement-breakpoint
-- The clock moves only here (design.md §2): its origin is re-read as "app time X at real time now".
CREATE FUNCTION clock_jump(p_to timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c clock; BEGIN
  SELECT * INTO c FROM clock WHERE id = 1 FOR UPDATE;
  IF c.mode = 'real' THEN RAISE EXCEPTION 'a real clock cannot jump'; END IF;
  IF p_to < c.app_origin + (clock_timestamp() - c.real_origin) * c.speed THEN RETURN; END IF;
  UPDATE clock SET real_origin = clock_timestamp(), app_origin = p_to WHERE id = 1;
END $$;
--> statement-breakpoint
-- Takes or renews the right to send from this database; another installation gets false until the lease has ended.
CREATE FUNCTION installation_renew(p_id text, p_ttl interval) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE holder installations; BEGIN
  PERFORM pg_advisory_xact_lock(726101);
  SELECT * INTO holder FROM installations ORDER BY started_at DESC LIMIT 1;
  IF holder.id IS NOT NULL AND holder.id <> p_id THEN RETURN false; END IF;
  INSERT INTO installations AS i (id, lease_until, started_at) VALUES (p_id, clock_timestamp() + p_ttl, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET lease_until = clock_timestamp() + p_ttl;
  RETURN true;
END $$;
