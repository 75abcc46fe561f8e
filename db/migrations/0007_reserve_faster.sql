-- The gates and the reservation once more, with fewer statements; what they promise is unchanged.
CREATE OR REPLACE FUNCTION send_gate(p_account text, p_campaign text, p_enrolment text, p_prospect text, p_action text, p_origin text, p_now timestamptz, p_installation text, OUT gate text, OUT free_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); a accounts; c clock; cm campaigns; e enrolments; p prospects; d ramp_days; stop controls; ap action_paces; tolerance interval; BEGIN
  -- A locking SELECT of one row by its key answers the version it locked, also when it had to wait; so lock and look are one
  -- statement here. What is not one row by its key is looked at in a statement after all the locks.
  SELECT * INTO e FROM enrolments WHERE id = p_enrolment AND workspace_id = w FOR SHARE;
  -- Whom a step is for never changes; the person of the enrolment is looked at even when the caller names none.
  IF e.id IS NOT NULL AND (e.prospect_id <> p_prospect OR e.campaign_id <> p_campaign) THEN
    RAISE EXCEPTION 'enrolment % is of another person or campaign', p_enrolment USING ERRCODE = 'P0SND';
  END IF;
  p_prospect := coalesce(p_prospect, e.prospect_id);
  p_campaign := coalesce(p_campaign, e.campaign_id);
  PERFORM 1 FROM workspaces WHERE id = w FOR SHARE;
  SELECT * INTO a FROM accounts WHERE id = p_account AND workspace_id = w FOR SHARE;
  IF p_campaign IS NOT NULL THEN SELECT * INTO cm FROM campaigns WHERE id = p_campaign AND workspace_id = w FOR SHARE; END IF;
  IF p_prospect IS NOT NULL THEN
    SELECT * INTO p FROM prospects WHERE id = p_prospect AND workspace_id = w FOR SHARE;
    -- Without the workspace, or a planner that knows no statistics yet reads every handle of it; a person has one workspace.
    PERFORM 1 FROM identities WHERE prospect_id = p.id ORDER BY kind, value FOR SHARE;
  END IF;
  SELECT * INTO stop FROM controls k WHERE k.workspace_id = w AND k.ended_at IS NULL AND (k.until IS NULL OR k.until > p_now)
    AND (k.scope = 'workspace' OR (k.scope = 'action' AND k.action = p_action) OR (k.scope = 'account' AND k.target_id = p_account)
      OR (k.scope = 'campaign' AND k.target_id = p_campaign)) ORDER BY k.until DESC NULLS FIRST LIMIT 1;
  IF FOUND THEN gate := 'control_stop'; free_at := stop.until; RETURN; END IF;
  PERFORM 1 FROM installations i WHERE i.id = p_installation AND i.lease_until > clock_timestamp();
  IF NOT FOUND THEN gate := 'lease'; RETURN; END IF;
  SELECT * INTO c FROM clock WHERE id = 1;
  IF c.id IS NULL OR (abs(extract(epoch FROM (CASE c.mode WHEN 'real' THEN clock_timestamp() ELSE c.app_origin + (clock_timestamp() - c.real_origin) * c.speed END) - p_now)) / c.speed <= 60) IS NOT TRUE THEN gate := 'clock_skew'; RETURN; END IF;
  IF a.id IS NULL OR a.state <> 'running' OR a.time_zone IS NULL THEN gate := 'account_state'; RETURN; END IF;
  IF a.paused_at IS NOT NULL THEN gate := 'account_paused'; RETURN; END IF;
  tolerance := greatest(interval '15 minutes', interval '30 seconds' * c.speed);
  IF a.health_checked_at IS NULL OR a.health_checked_at < p_now - tolerance OR a.health_checked_at > p_now + tolerance THEN gate := 'health_stale'; RETURN; END IF;
  IF p_prospect IS NOT NULL THEN
    IF p.id IS NULL OR p.opted_out_at IS NOT NULL OR (p_origin = 'engine' AND (p.replied_at IS NOT NULL OR p.stopped_at IS NOT NULL)) THEN gate := 'person_stopped'; RETURN; END IF;
    PERFORM 1 FROM identities i WHERE i.workspace_id = w AND i.suppressed_at IS NOT NULL AND (i.prospect_id = p_prospect
      OR (i.kind, i.value) IN (('email', lower(p.email)), ('linkedin_slug', lower(p.linkedin_slug)), ('phone', p.phone), ('domain', lower(split_part(p.email, '@', 2))))
      OR (i.kind = 'domain' AND i.value IN (SELECT split_part(m.value, '@', 2) FROM identities m WHERE m.workspace_id = w AND m.prospect_id = p_prospect AND m.kind = 'email')));
    IF FOUND THEN gate := 'suppressed'; RETURN; END IF;
  END IF;
  SELECT * INTO ap FROM action_paces WHERE workspace_id = w AND account_id = p_account AND action = p_action;
  IF ap.action IS NULL THEN gate := 'unconfigured'; RETURN; END IF;
  IF ap.stopped_until > p_now THEN gate := 'action_stopped'; free_at := ap.stopped_until; RETURN; END IF;
  IF p_origin <> 'engine' THEN RETURN; END IF;
  -- Who left the campaign gets nothing more of it; only the withdrawal of an old invitation may follow.
  IF e.id IS NOT NULL AND NOT e.active AND p_action <> 'withdraw' THEN gate := 'person_stopped'; RETURN; END IF;
  IF p_campaign IS NOT NULL AND (cm.id IS NULL OR cm.state <> 'running') THEN gate := 'campaign_not_running'; RETURN; END IF;
  SELECT * INTO d FROM ramp_days WHERE workspace_id = w AND account_id = p_account AND starts_at <= p_now AND ends_at > p_now AND made_at >= starts_at AND made_at <= p_now + greatest(interval '1 minute', interval '30 seconds' * c.speed);
  IF d.account_id IS NULL THEN gate := 'ramp_missing'; RETURN; END IF;
  IF NOT p_now <@ d.open_hours THEN gate := 'outside_hours'; RETURN; END IF;
END $$;
--> statement-breakpoint
-- Reserves one send in every budget it draws on, or nothing. outcome: reserved | duplicate | capped | gated.
CREATE OR REPLACE FUNCTION send_reserve(p_send text, p_account text, p_campaign text, p_enrolment text, p_step_key text, p_prospect text, p_action text, p_variant text,
  p_origin text, p_fence text, p_now timestamptz, p_installation text, p_lease_ms int,
  OUT outcome text, OUT reason text, OUT cap int, OUT used int, OUT free_at timestamptz, OUT send_id text, OUT attempt int, OUT reserved_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); keys text[]; n int; full_ int; floor_t timestamptz; t timestamptz; row_ sends; pace action_paces; bound record; cid text := coalesce(p_campaign, ''); BEGIN
  IF num_nulls(p_send, p_account, p_enrolment, p_step_key, p_action, p_variant, p_fence, p_now, p_installation, p_lease_ms) > 0 OR p_origin IS NULL OR p_origin NOT IN ('engine', 'typed') THEN
    RAISE EXCEPTION 'a reservation needs all its facts and an origin of engine or typed' USING ERRCODE = 'P0SND';
  END IF;
  p_now := date_trunc('milliseconds', p_now);
  SELECT array_agg(k.key ORDER BY k.key) INTO keys FROM action_budgets k WHERE k.action = p_action AND k.variant = p_variant
    AND (p_campaign IS NOT NULL OR k.key NOT LIKE 'campaign.%') AND (p_origin = 'engine' OR (k.key NOT LIKE 'campaign.%' AND k.key NOT LIKE 'ramp.%'));
  IF keys IS NULL THEN outcome := 'gated'; reason := 'unconfigured'; RETURN; END IF;
  SELECT * INTO row_ FROM sends s WHERE s.enrolment_id = p_enrolment AND s.step_key = p_step_key;
  IF row_.workspace_id <> w THEN RAISE EXCEPTION 'the enrolment is not of this workspace' USING ERRCODE = 'P0WSP'; END IF;
  IF row_.id IS NOT NULL AND row_.state <> 'released' THEN
    outcome := 'duplicate'; reason := row_.state; send_id := row_.id; attempt := row_.attempt; RETURN;
  END IF;
  IF row_.id IS NOT NULL AND (row_.campaign_id, row_.prospect_id, row_.origin) IS DISTINCT FROM (p_campaign, p_prospect, p_origin) THEN
    RAISE EXCEPTION 'send % was for another campaign, person or origin', row_.id USING ERRCODE = 'P0SND';
  END IF;
  -- 1. An unlocked refusal writes and locks nothing.
  PERFORM 1 FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id IN ('', cid) AND b.key = ANY (keys) AND b.used >= b.cap;
  IF FOUND THEN
    SELECT * INTO bound FROM budget_binding(w, p_account, cid, keys, p_now);
    IF bound.key IS NOT NULL THEN outcome := 'capped'; reason := bound.key; cap := bound.cap; used := bound.used; free_at := bound.free_at; RETURN; END IF;
  END IF;
  -- 2. Gates, under share locks that every stopping write conflicts with.
  SELECT g.gate, g.free_at INTO reason, free_at FROM send_gate(p_account, p_campaign, p_enrolment, p_prospect, p_action, p_origin, p_now, p_installation) g;
  IF reason IS NOT NULL THEN outcome := 'gated'; RETURN; END IF;
  -- 3. Lock the pace and every budget, in one order; look again only in later statements.
  SELECT * INTO pace FROM action_paces WHERE workspace_id = w AND account_id = p_account AND action = p_action FOR UPDATE;
  SELECT count(*), count(*) FILTER (WHERE l.used >= l.cap), max(l.since + l.width_ms * interval '1 millisecond') INTO n, full_, floor_t FROM (
    SELECT b.used, b.cap, b.since, b.width_ms FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id IN ('', cid) AND b.key = ANY (keys)
      AND (b.key LIKE 'campaign.%') = (b.campaign_id <> '') ORDER BY b.key FOR UPDATE) l;
  IF n < cardinality(keys) THEN outcome := 'gated'; reason := 'unconfigured'; RETURN; END IF;
  -- Another process may have counted rows out at a later moment: a stamp before that would stand in a window they still fill.
  t := greatest(p_now, floor_t);
  IF t > p_now THEN
    IF t > p_now + interval '120 seconds' * (SELECT greatest(1, c.speed) FROM clock c WHERE c.id = 1) THEN outcome := 'gated'; reason := 'clock_skew'; RETURN; END IF;
  END IF;
  IF pace.stopped_until > t THEN outcome := 'gated'; reason := 'action_stopped'; free_at := pace.stopped_until; RETURN; END IF;
  IF pace.last_at > t - pace.gap_ms_min * interval '1 millisecond' THEN
    outcome := 'gated'; reason := 'minimum_gap'; free_at := pace.last_at + pace.gap_ms_min * interval '1 millisecond'; RETURN;
  END IF;
  -- 4. Count out what left a full window, then refuse if it is still full.
  IF full_ > 0 THEN
    PERFORM budgets_evict(w, p_account, cid, keys, t);
    SELECT * INTO bound FROM budget_binding(w, p_account, cid, keys, t);
    IF bound.key IS NOT NULL THEN outcome := 'capped'; reason := bound.key; cap := bound.cap; used := bound.used; free_at := bound.free_at; RETURN; END IF;
  END IF;
  -- 5. The permanent key; a released step may be armed again under a new fence.
  INSERT INTO sends AS s (workspace_id, id, account_id, campaign_id, enrolment_id, step_key, prospect_id, action, origin, state, spent, attempt, fence, budgets, kept, at, deadline_at)
    VALUES (w, p_send, p_account, p_campaign, p_enrolment, p_step_key, p_prospect, p_action, p_origin, 'reserved', true, 1, p_fence, keys, keys, t, clock_timestamp() + p_lease_ms * interval '1 millisecond')
  ON CONFLICT (enrolment_id, step_key) DO UPDATE SET state = 'reserved', spent = true, attempt = s.attempt + 1, fence = excluded.fence, account_id = excluded.account_id,
      action = excluded.action, budgets = excluded.budgets, kept = excluded.kept, at = excluded.at, taken = excluded.taken, deadline_at = excluded.deadline_at, dispatched_at = NULL, settled_at = NULL, answer = NULL, provider_ref = NULL
    WHERE s.state = 'released' AND s.workspace_id = w
  RETURNING s.id, s.attempt, s.at INTO send_id, attempt, reserved_at;
  IF send_id IS NULL THEN
    SELECT * INTO row_ FROM sends s WHERE s.enrolment_id = p_enrolment AND s.step_key = p_step_key;
    outcome := 'duplicate'; reason := row_.state; send_id := row_.id; attempt := row_.attempt; RETURN;
  END IF;
  -- 6. Draw on all of them.
  UPDATE budgets b SET used = b.used + 1 WHERE b.workspace_id = w AND b.account_id = p_account AND b.key = ANY (keys) AND b.campaign_id = CASE WHEN b.key LIKE 'campaign.%' THEN cid ELSE '' END;
  UPDATE action_paces SET last_at = greatest(coalesce(last_at, t), t) WHERE workspace_id = w AND account_id = p_account AND action = p_action;
  outcome := 'reserved';
END $$;
--> statement-breakpoint
-- Their statements look rows up by key, whatever the values: a plan is made once a session, not at every call. Left to itself
-- PostgreSQL plans half of them again each time, which took most of a reservation's time.
ALTER FUNCTION send_reserve(text, text, text, text, text, text, text, text, text, text, timestamptz, text, int) SET plan_cache_mode = force_generic_plan;
--> statement-breakpoint
ALTER FUNCTION send_dispatch(text, text, timestamptz, text, int) SET plan_cache_mode = force_generic_plan;
--> statement-breakpoint
ALTER FUNCTION send_settle(text, text, text, text, text, jsonb, timestamptz) SET plan_cache_mode = force_generic_plan;
--> statement-breakpoint
ALTER FUNCTION send_conclude(text, text, text, jsonb, timestamptz) SET plan_cache_mode = force_generic_plan;
--> statement-breakpoint
ALTER FUNCTION send_sweep(int, timestamptz) SET plan_cache_mode = force_generic_plan;
