-- The gates, the reservation and the refusal of a full cap once more, with fewer statements and fewer looks into an index;
-- what they promise is unchanged.
--
-- The first instant that reads as the wall time l or later in a zone (migration 0008 says why it is not PostgreSQL's own).
CREATE OR REPLACE FUNCTION local_start(l timestamp, p_zone text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
DECLARE late timestamptz := l AT TIME ZONE p_zone; before timestamptz := late - interval '1 day'; early timestamptz := (l AT TIME ZONE 'UTC') - ((before AT TIME ZONE p_zone) - (before AT TIME ZONE 'UTC')); BEGIN
  RETURN CASE WHEN early AT TIME ZONE p_zone >= l THEN least(early, late) ELSE late END;
END $$;
--> statement-breakpoint
-- The full budget of an action that frees up last, for before that moment nothing can go; a cap of 0 never does. It counts
-- live rows and can only say no.
CREATE OR REPLACE FUNCTION budget_binding(w text, p_account text, p_campaign text, p_keys text[], t timestamptz, OUT key text, OUT cap int, OUT used int, OUT free_at timestamptz) LANGUAGE plpgsql STABLE AS $$ BEGIN
  SELECT f.key, f.cap, f.live, nullif(f.frees, 'infinity') INTO key, cap, used, free_at FROM (
    SELECT b.key, b.cap, l.live, CASE WHEN b.cap = 0 THEN 'infinity' ELSE budget_frees_at(l.taken_at[l.live - b.cap + 1], b.anchor, b.width_ms, b.time_zone) END AS frees
    FROM budgets b CROSS JOIN LATERAL (SELECT count(*)::int AS live, array_agg(s.at ORDER BY s.at) AS taken_at FROM sends s
      WHERE s.account_id = b.account_id AND b.key = ANY (s.kept) AND (b.campaign_id = '' OR s.campaign_id = b.campaign_id)
        AND s.at > greatest(b.since, budget_window_start(t, b.anchor, b.width_ms, b.time_zone))) l
    WHERE b.workspace_id = w AND b.account_id = p_account AND b.key = ANY (p_keys) AND b.campaign_id = CASE WHEN b.key LIKE 'campaign.%' THEN p_campaign ELSE '' END
      AND b.used >= b.cap AND l.live >= b.cap) f
  ORDER BY f.frees DESC, f.cap, f.key LIMIT 1;
END $$;
--> statement-breakpoint
-- The gates (design.md §5, I7). Locks the rows that stopping writes change, in one order, and answers the first closed gate.
-- Only functions of the ledger call it, as their owner.
CREATE OR REPLACE FUNCTION send_gate(p_account text, p_campaign text, p_enrolment text, p_prospect text, p_action text, p_origin text, p_now timestamptz, p_installation text, OUT gate text, OUT free_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE w text := app_workspace(); a accounts; cm campaigns; e enrolments; p prospects; look record; tolerance interval; BEGIN
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
  SELECT stop.until AS stop_until, stop.id IS NOT NULL AS is_stopped, i.id IS NOT NULL AS has_lease, c.id IS NOT NULL AS has_clock, c.speed,
      CASE c.mode WHEN 'real' THEN clock_timestamp() ELSE c.app_origin + (clock_timestamp() - c.real_origin) * c.speed END AS app_now,
      ap.action IS NOT NULL AS has_pace, ap.stopped_until, d.account_id IS NOT NULL AS has_ramp, d.open_hours,
      p_prospect IS NOT NULL AND EXISTS (SELECT 1 FROM identities s WHERE s.workspace_id = w AND s.suppressed_at IS NOT NULL AND (s.prospect_id = p_prospect
        OR (s.kind, s.value) IN (('email', lower(p.email)), ('linkedin_slug', lower(p.linkedin_slug)), ('phone', p.phone), ('domain', lower(split_part(p.email, '@', 2))))
        OR (s.kind = 'domain' AND s.value IN (SELECT split_part(m.value, '@', 2) FROM identities m WHERE m.workspace_id = w AND m.prospect_id = p_prospect AND m.kind = 'email')))) AS is_suppressed
    INTO look FROM (VALUES (1)) one
    LEFT JOIN LATERAL (SELECT k.id, k.until FROM controls k WHERE k.workspace_id = w AND k.ended_at IS NULL AND (k.until IS NULL OR k.until > p_now)
      AND (k.scope = 'workspace' OR (k.scope = 'action' AND k.action = p_action) OR (k.scope = 'account' AND k.target_id = p_account)
        OR (k.scope = 'campaign' AND k.target_id = p_campaign)) ORDER BY k.until DESC NULLS FIRST LIMIT 1) stop ON true
    LEFT JOIN installations i ON i.id = p_installation AND i.lease_until > clock_timestamp()
    LEFT JOIN clock c ON c.id = 1
    LEFT JOIN action_paces ap ON ap.workspace_id = w AND ap.account_id = p_account AND ap.action = p_action
    LEFT JOIN ramp_days d ON d.workspace_id = w AND d.account_id = p_account AND d.starts_at <= p_now AND d.ends_at > p_now AND d.made_at >= d.starts_at
      AND d.made_at <= p_now + greatest(interval '1 minute', interval '30 seconds' * c.speed);
  IF look.is_stopped THEN gate := 'control_stop'; free_at := look.stop_until; RETURN; END IF;
  IF NOT look.has_lease THEN gate := 'lease'; RETURN; END IF;
  IF NOT look.has_clock OR (abs(extract(epoch FROM look.app_now - p_now)) / look.speed <= 60) IS NOT TRUE THEN gate := 'clock_skew'; RETURN; END IF;
  IF a.id IS NULL OR a.state <> 'running' OR a.time_zone IS NULL THEN gate := 'account_state'; RETURN; END IF;
  IF a.paused_at IS NOT NULL THEN gate := 'account_paused'; RETURN; END IF;
  tolerance := greatest(interval '15 minutes', interval '30 seconds' * look.speed);
  IF a.health_checked_at IS NULL OR a.health_checked_at < p_now - tolerance OR a.health_checked_at > p_now + tolerance THEN gate := 'health_stale'; RETURN; END IF;
  IF p_prospect IS NOT NULL AND (p.id IS NULL OR p.opted_out_at IS NOT NULL OR (p_origin = 'engine' AND (p.replied_at IS NOT NULL OR p.stopped_at IS NOT NULL))) THEN gate := 'person_stopped'; RETURN; END IF;
  IF look.is_suppressed THEN gate := 'suppressed'; RETURN; END IF;
  IF NOT look.has_pace THEN gate := 'unconfigured'; RETURN; END IF;
  IF look.stopped_until > p_now THEN gate := 'action_stopped'; free_at := look.stopped_until; RETURN; END IF;
  IF p_origin <> 'engine' THEN RETURN; END IF;
  -- Who left the campaign gets nothing more of it; only the withdrawal of an old invitation may follow.
  IF e.id IS NOT NULL AND NOT e.active AND p_action <> 'withdraw' THEN gate := 'person_stopped'; RETURN; END IF;
  IF p_campaign IS NOT NULL AND (cm.id IS NULL OR cm.state <> 'running') THEN gate := 'campaign_not_running'; RETURN; END IF;
  IF NOT look.has_ramp THEN gate := 'ramp_missing'; RETURN; END IF;
  IF NOT p_now <@ look.open_hours THEN gate := 'outside_hours'; RETURN; END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION send_gate(text, text, text, text, text, text, timestamptz, text) FROM PUBLIC, headroom_app;
--> statement-breakpoint
-- Reserves one send in every budget it draws on, or nothing. outcome: reserved | duplicate | capped | gated.
CREATE OR REPLACE FUNCTION send_reserve(p_send text, p_account text, p_campaign text, p_enrolment text, p_step_key text, p_prospect text, p_action text, p_variant text,
  p_origin text, p_fence text, p_now timestamptz, p_installation text, p_lease_ms int,
  OUT outcome text, OUT reason text, OUT cap int, OUT used int, OUT free_at timestamptz, OUT send_id text, OUT attempt int, OUT reserved_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); keys text[]; is_full boolean; n int; full_ int; drawn int; floor_t timestamptz; t timestamptz; row_ sends; pace action_paces; bound record; closed record; rows_ tid[]; cid text := coalesce(p_campaign, ''); BEGIN
  IF num_nulls(p_send, p_account, p_enrolment, p_step_key, p_action, p_variant, p_fence, p_now, p_installation, p_lease_ms) > 0 OR p_origin IS NULL OR p_origin NOT IN ('engine', 'typed') THEN
    RAISE EXCEPTION 'a reservation needs all its facts and an origin of engine or typed' USING ERRCODE = 'P0SND';
  END IF;
  p_now := date_trunc('milliseconds', p_now);
  SELECT array_agg(k.key ORDER BY k.key), bool_or(b.used >= b.cap) INTO keys, is_full FROM action_budgets k
    LEFT JOIN budgets b ON b.workspace_id = w AND b.account_id = p_account AND b.key = k.key AND b.campaign_id = CASE WHEN k.key LIKE 'campaign.%' THEN cid ELSE '' END
    WHERE k.action = p_action AND k.variant = p_variant
      AND (p_campaign IS NOT NULL OR k.key NOT LIKE 'campaign.%') AND (p_origin = 'engine' OR (k.key NOT LIKE 'campaign.%' AND k.key NOT LIKE 'ramp.%'));
  IF keys IS NULL THEN outcome := 'gated'; reason := 'unconfigured'; RETURN; END IF;
  <<reserving>> BEGIN
    -- 1. An unlocked refusal writes and locks nothing.
    IF is_full THEN
      SELECT * INTO bound FROM budget_binding(w, p_account, cid, keys, p_now);
      IF bound.key IS NOT NULL THEN outcome := 'capped'; reason := bound.key; cap := bound.cap; used := bound.used; free_at := bound.free_at; EXIT reserving; END IF;
    END IF;
    -- 2. Gates, under share locks that every stopping write conflicts with.
    closed := send_gate(p_account, p_campaign, p_enrolment, p_prospect, p_action, p_origin, p_now, p_installation);
    IF closed.gate IS NOT NULL THEN outcome := 'gated'; reason := closed.gate; free_at := closed.free_at; EXIT reserving; END IF;

    -- 3. Lock the pace and every budget, in one order; look again only in later statements.
    SELECT * INTO pace FROM action_paces WHERE workspace_id = w AND account_id = p_account AND action = p_action FOR UPDATE;
    SELECT count(*), count(*) FILTER (WHERE l.used >= l.cap), max(l.since + l.width_ms * interval '1 millisecond'), array_agg(l.ctid) INTO n, full_, floor_t, rows_ FROM (
      SELECT b.ctid, b.used, b.cap, b.since, b.width_ms FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND b.key = ANY (keys)
        AND b.campaign_id = CASE WHEN b.key LIKE 'campaign.%' THEN cid ELSE '' END ORDER BY b.key FOR UPDATE) l;
    IF n < cardinality(keys) THEN outcome := 'gated'; reason := 'unconfigured'; EXIT reserving; END IF;
    -- Another process may have counted rows out at a later moment: a stamp before that would stand in a window they still fill.
    t := greatest(p_now, floor_t);
    IF t > p_now THEN
      IF t > p_now + interval '120 seconds' * (SELECT greatest(1, c.speed) FROM clock c WHERE c.id = 1) THEN outcome := 'gated'; reason := 'clock_skew'; EXIT reserving; END IF;
    END IF;
    IF pace.stopped_until > t THEN outcome := 'gated'; reason := 'action_stopped'; free_at := pace.stopped_until; EXIT reserving; END IF;
    IF pace.last_at > t - pace.gap_ms_min * interval '1 millisecond' THEN
      outcome := 'gated'; reason := 'minimum_gap'; free_at := pace.last_at + pace.gap_ms_min * interval '1 millisecond'; EXIT reserving;
    END IF;
    -- 4. Count out what left a full window, then refuse if it is still full.
    IF full_ > 0 THEN
      PERFORM budgets_evict(w, p_account, cid, keys, t);
      SELECT * INTO bound FROM budget_binding(w, p_account, cid, keys, t);
      IF bound.key IS NOT NULL THEN outcome := 'capped'; reason := bound.key; cap := bound.cap; used := bound.used; free_at := bound.free_at; EXIT reserving; END IF;
      -- What was counted out stands in new versions of the rows.
      SELECT array_agg(b.ctid) INTO rows_ FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND b.key = ANY (keys)
        AND b.campaign_id = CASE WHEN b.key LIKE 'campaign.%' THEN cid ELSE '' END;
    END IF;
    -- 5. The permanent key; a released step may be armed again under a new fence.
    INSERT INTO sends AS s (workspace_id, id, account_id, campaign_id, enrolment_id, step_key, prospect_id, action, origin, state, spent, attempt, fence, budgets, kept, at, deadline_at)
      VALUES (w, p_send, p_account, p_campaign, p_enrolment, p_step_key, p_prospect, p_action, p_origin, 'reserved', true, 1, p_fence, keys, keys, t, clock_timestamp() + p_lease_ms * interval '1 millisecond')
    ON CONFLICT (enrolment_id, step_key) DO UPDATE SET state = 'reserved', spent = true, attempt = s.attempt + 1, fence = excluded.fence, account_id = excluded.account_id,
        action = excluded.action, budgets = excluded.budgets, kept = excluded.kept, at = excluded.at, taken = excluded.taken, deadline_at = excluded.deadline_at, dispatched_at = NULL, settled_at = NULL, answer = NULL, provider_ref = NULL
      WHERE s.state = 'released' AND s.workspace_id = w
        AND (s.campaign_id, s.prospect_id, s.origin) IS NOT DISTINCT FROM (excluded.campaign_id, excluded.prospect_id, excluded.origin)
    RETURNING s.id, s.attempt, s.at INTO send_id, attempt, reserved_at;
    EXIT reserving WHEN send_id IS NULL;
    -- 6. Draw on all of them, by the place of the version that is locked; a counter that was missed would be a cap overshot.
    UPDATE budgets b SET used = b.used + 1 WHERE b.ctid = ANY (rows_);
    GET DIAGNOSTICS drawn = ROW_COUNT;
    IF drawn <> n THEN RAISE EXCEPTION 'send % drew on % of % budgets', p_send, drawn, n USING ERRCODE = 'P0SND'; END IF;
    UPDATE action_paces SET last_at = greatest(coalesce(last_at, t), t) WHERE workspace_id = w AND account_id = p_account AND action = p_action;
    outcome := 'reserved'; RETURN;
  END;
  -- Whatever stood in the way, a step that has its send already is answered so.
  SELECT * INTO row_ FROM sends s WHERE s.enrolment_id = p_enrolment AND s.step_key = p_step_key;
  IF row_.id IS NULL THEN RETURN; END IF;
  IF row_.workspace_id <> w THEN RAISE EXCEPTION 'the enrolment is not of this workspace' USING ERRCODE = 'P0WSP'; END IF;
  IF row_.state <> 'released' THEN
    outcome := 'duplicate'; reason := row_.state; cap := NULL; used := NULL; free_at := NULL; send_id := row_.id; attempt := row_.attempt; RETURN;
  END IF;
  IF (row_.campaign_id, row_.prospect_id, row_.origin) IS DISTINCT FROM (p_campaign, p_prospect, p_origin) THEN
    RAISE EXCEPTION 'send % was for another campaign, person or origin', row_.id USING ERRCODE = 'P0SND';
  END IF;
END $$;
--> statement-breakpoint
-- Locks the budgets of a send, then the send itself, in the order of send_reserve.
CREATE OR REPLACE FUNCTION send_lock(w text, p_send text) RETURNS sends LANGUAGE plpgsql AS $$
DECLARE s sends; BEGIN
  SELECT * INTO s FROM sends x WHERE x.id = p_send AND x.workspace_id = w;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM 1 FROM budgets b WHERE b.workspace_id = w AND b.account_id = s.account_id AND b.key = ANY (s.budgets)
    AND b.campaign_id = CASE WHEN b.key LIKE 'campaign.%' THEN coalesce(s.campaign_id, '') ELSE '' END ORDER BY b.key FOR UPDATE;
  -- One row by its key: the version that was locked is the one that is answered.
  SELECT * INTO s FROM sends x WHERE x.id = p_send AND x.workspace_id = w FOR UPDATE;
  RETURN s;
END $$;
--> statement-breakpoint
-- A plan is kept for a session's life. One made while a table was nearly empty reads all of it, and goes on doing so when it
-- has grown: here every row is found by a key.
ALTER FUNCTION send_reserve(text, text, text, text, text, text, text, text, text, text, timestamptz, text, int) SET plan_cache_mode = force_generic_plan SET enable_seqscan = off;
--> statement-breakpoint
ALTER FUNCTION send_dispatch(text, text, timestamptz, text, int) SET enable_seqscan = off;
--> statement-breakpoint
ALTER FUNCTION send_settle(text, text, text, text, text, jsonb, timestamptz) SET enable_seqscan = off;
--> statement-breakpoint
ALTER FUNCTION send_conclude(text, text, text, jsonb, timestamptz) SET enable_seqscan = off;
