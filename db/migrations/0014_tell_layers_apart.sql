-- What /api/health looks at, each layer by itself: a ramp schedule that is locked or broken must not hide the other two.
DROP FUNCTION system_sending_accounts(timestamptz);
--> statement-breakpoint
-- Every account that should be sending, with its last health check. No names.
CREATE FUNCTION system_sending_accounts() RETURNS TABLE (id text, time_zone text, working_hours jsonb, days_off jsonb, connected_at timestamptz, health_checked_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.time_zone, a.working_hours, a.days_off, a.connected_at, a.health_checked_at
  FROM accounts a WHERE a.state = 'running' AND a.paused_at IS NULL AND a.time_zone IS NOT NULL $$;
--> statement-breakpoint
-- The newest ramp row of every account that has begun by now, and whether the gate of a reservation would take it.
CREATE FUNCTION system_ramp_days(p_now timestamptz) RETURNS TABLE (account_id text, caps jsonb, targets jsonb, starts_at timestamptz, ends_at timestamptz, made_at timestamptz, in_force boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (d.account_id) d.account_id, d.caps, d.targets, d.starts_at, d.ends_at, d.made_at,
    d.ends_at > p_now AND d.made_at >= d.starts_at AND d.made_at <= p_now + greatest(interval '1 minute', interval '30 seconds' * (SELECT c.speed FROM clock c WHERE c.id = 1))
  FROM ramp_days d WHERE d.starts_at <= p_now ORDER BY d.account_id, d.starts_at DESC $$;
--> statement-breakpoint
-- The counters of every account that has had a day: whether one that a send draws on has no row, and the zones they count in.
CREATE FUNCTION system_counters() RETURNS TABLE (account_id text, is_missing boolean, zones text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, c.n < (SELECT count(DISTINCT k.key) FROM action_budgets k WHERE k.key NOT LIKE 'campaign.%'), c.zones
  FROM accounts a CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE b.campaign_id = '' AND b.key IN (SELECT k.key FROM action_budgets k)) AS n,
      coalesce(array_agg(DISTINCT b.time_zone), '{}') AS zones
    FROM budgets b WHERE b.workspace_id = a.workspace_id AND b.account_id = a.id) c
  WHERE a.state = 'running' AND a.next_slot_at IS NOT NULL $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION system_sending_accounts(), system_ramp_days(timestamptz), system_counters() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION system_sending_accounts(), system_ramp_days(timestamptz), system_counters() TO headroom_app;
--> statement-breakpoint
-- A cap or a target of a day is a whole number that a day can have; nothing else may be stored as a decision.
CREATE FUNCTION ramp_day_numbers(p_numbers jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE v jsonb; BEGIN
  IF jsonb_typeof(p_numbers) IS DISTINCT FROM 'object' THEN RETURN false; END IF;
  FOR v IN SELECT e.value FROM jsonb_each(p_numbers) e LOOP
    IF jsonb_typeof(v) <> 'number' THEN RETURN false; END IF;
    IF v::numeric <> trunc(v::numeric) OR v::numeric < 0 OR v::numeric > 10000 THEN RETURN false; END IF;
  END LOOP;
  RETURN true;
END $$;
--> statement-breakpoint
ALTER TABLE ramp_days ADD CONSTRAINT ramp_days_numbers CHECK (ramp_day_numbers(caps) AND ramp_day_numbers(targets)) NOT VALID;
