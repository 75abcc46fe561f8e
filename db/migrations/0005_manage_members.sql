-- Makes a person a member of the transaction's workspace. created: new, or no member anywhere, and has the given password
-- (older sessions end); joined: signs in for another workspace already and keeps its password; member: is one already.
CREATE FUNCTION auth_put_member(p_user text, p_email text, p_name text, p_hash text, p_role text, p_now timestamptz, OUT user_id text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); BEGIN
  INSERT INTO auth_users AS u (id, email, name, password_hash, created_at) VALUES (p_user, lower(p_email), p_name, p_hash, p_now)
    ON CONFLICT (email) DO NOTHING;
  SELECT u.id INTO user_id FROM auth_users u WHERE u.email = lower(p_email) FOR UPDATE;
  IF EXISTS (SELECT FROM memberships m WHERE m.user_id = auth_put_member.user_id AND m.workspace_id = w) THEN outcome := 'member'; RETURN; END IF;
  IF EXISTS (SELECT FROM memberships m WHERE m.user_id = auth_put_member.user_id) THEN
    outcome := 'joined';
  ELSE
    outcome := 'created';
    UPDATE auth_users u SET name = p_name, password_hash = p_hash WHERE u.id = auth_put_member.user_id;
    UPDATE auth_sessions s SET revoked_at = coalesce(s.revoked_at, clock_timestamp()) WHERE s.user_id = auth_put_member.user_id;
  END IF;
  INSERT INTO memberships (workspace_id, user_id, role, created_at) VALUES (w, auth_put_member.user_id, p_role, p_now);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION auth_put_member(text, text, text, text, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION auth_put_member(text, text, text, text, text, timestamptz) TO headroom_app;
