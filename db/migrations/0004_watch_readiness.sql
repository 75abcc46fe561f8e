-- What /api/health looks at: every account that should be sending, with its day and its last health check. No names.
CREATE FUNCTION system_sending_accounts(p_now timestamptz)
RETURNS TABLE (time_zone text, working_hours jsonb, days_off jsonb, connected_at timestamptz, health_checked_at timestamptz, has_ramp_day boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.time_zone, a.working_hours, a.days_off, a.connected_at, a.health_checked_at,
    EXISTS (SELECT 1 FROM ramp_days d WHERE d.account_id = a.id AND d.starts_at <= p_now AND d.ends_at > p_now)
  FROM accounts a WHERE a.state = 'running' AND a.paused_at IS NULL AND a.time_zone IS NOT NULL $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION system_sending_accounts(timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION system_sending_accounts(timestamptz) TO headroom_app;
