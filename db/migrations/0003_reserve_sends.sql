-- Start of a budget's window, exclusive: the longer of its calendar part and its rolling part, so that one count proves both.
-- A millisecond early, so that a send of the calendar part's first instant is inside.
CREATE FUNCTION budget_window_start(t timestamptz, p_anchor text, p_width_ms bigint, p_zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_anchor IS NULL THEN t - p_width_ms * interval '1 millisecond'
    ELSE least(date_trunc(p_anchor, t AT TIME ZONE p_zone) AT TIME ZONE p_zone - interval '1 millisecond', t - p_width_ms * interval '1 millisecond') END $$;
--> statement-breakpoint
-- When a send made at t stops counting: its rolling part has passed and its calendar day or month is over.
CREATE FUNCTION budget_frees_at(t timestamptz, p_anchor text, p_width_ms bigint, p_zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_anchor IS NULL THEN t + p_width_ms * interval '1 millisecond'
    ELSE greatest((date_trunc(p_anchor, t AT TIME ZONE p_zone) + ('1 ' || p_anchor)::interval) AT TIME ZONE p_zone, t + p_width_ms * interval '1 millisecond') END $$;
--> statement-breakpoint
CREATE FUNCTION app_workspace() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE w text := current_setting('app.workspace_id', true); BEGIN
  IF w IS NULL OR w = '' THEN RAISE EXCEPTION 'no workspace is set for this transaction' USING ERRCODE = 'P0WSP'; END IF;
  RETURN w;
END $$;
--> statement-breakpoint
-- Creates a budget or changes its cap. A new one starts with what its window already holds. A lower cap holds at once;
-- a higher one only when the caller says so. A wider window, or that of another zone, is counted afresh.
CREATE FUNCTION budget_put(p_account text, p_key text, p_campaign text, p_anchor text, p_width_ms bigint, p_zone text, p_cap int, p_now timestamptz, p_may_raise boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); b budgets; s timestamptz := budget_window_start(p_now, p_anchor, p_width_ms, p_zone); BEGIN
  SELECT * INTO b FROM budgets WHERE workspace_id = w AND account_id = p_account AND key = p_key AND campaign_id = p_campaign FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM 1 FROM accounts WHERE id = p_account AND workspace_id = w FOR SHARE;
    IF NOT FOUND THEN RAISE EXCEPTION 'account % is not of this workspace', p_account USING ERRCODE = 'P0WSP'; END IF;
    -- A booking by hand that runs now would be missed by the count; neither waits for the other, so neither can deadlock.
    IF NOT pg_try_advisory_xact_lock_shared(hashtextextended('budgets of ' || p_account, 0)) THEN
      RAISE EXCEPTION 'sends of account % are being booked, try again', p_account USING ERRCODE = '55P03';
    END IF;
    INSERT INTO budgets (workspace_id, account_id, key, campaign_id, anchor, width_ms, time_zone, cap, used, since)
    SELECT w, p_account, p_key, p_campaign, p_anchor, p_width_ms, p_zone, p_cap, count(*), s FROM sends x
      WHERE x.account_id = p_account AND p_key = ANY (x.kept) AND x.at > s AND (p_campaign = '' OR x.campaign_id = p_campaign)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN RETURN; END IF;
    SELECT * INTO b FROM budgets WHERE workspace_id = w AND account_id = p_account AND key = p_key AND campaign_id = p_campaign FOR UPDATE;
  END IF;
  UPDATE budgets SET cap = CASE WHEN p_may_raise THEN p_cap ELSE least(cap, p_cap) END
    WHERE workspace_id = w AND account_id = p_account AND key = p_key AND campaign_id = p_campaign AND cap <> CASE WHEN p_may_raise THEN p_cap ELSE least(cap, p_cap) END;
  IF b.time_zone <> p_zone OR b.width_ms < p_width_ms THEN
    s := least(b.since, budget_window_start(p_now, b.anchor, greatest(b.width_ms, p_width_ms), p_zone));
    PERFORM set_config('headroom.recounting', 'on', true);
    UPDATE budgets SET time_zone = p_zone, width_ms = greatest(width_ms, p_width_ms), since = s,
      used = (SELECT count(*) FROM sends x WHERE x.account_id = p_account AND p_key = ANY (x.kept) AND x.at > s AND (p_campaign = '' OR x.campaign_id = p_campaign))
      WHERE workspace_id = w AND account_id = p_account AND key = p_key AND campaign_id = p_campaign;
    PERFORM set_config('headroom.recounting', '', true);
  END IF;
END $$;
--> statement-breakpoint
-- The gates (design.md §5, I7). Locks the rows that stopping writes change, in one order, and answers the first closed gate.
CREATE FUNCTION send_gate(p_account text, p_campaign text, p_enrolment text, p_prospect text, p_action text, p_origin text, p_now timestamptz, p_installation text, OUT gate text, OUT free_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); a accounts; c clock; cm campaigns; e enrolments; p prospects; d ramp_days; stop controls; ap action_paces; tolerance interval; BEGIN
  PERFORM 1 FROM enrolments WHERE id = p_enrolment AND workspace_id = w FOR SHARE;
  -- Whom a step is for never changes; the person of the enrolment is looked at even when the caller names none.
  SELECT * INTO e FROM enrolments WHERE id = p_enrolment AND workspace_id = w;
  IF e.id IS NOT NULL AND (e.prospect_id <> p_prospect OR e.campaign_id <> p_campaign) THEN
    RAISE EXCEPTION 'enrolment % is of another person or campaign', p_enrolment USING ERRCODE = 'P0SND';
  END IF;
  p_prospect := coalesce(p_prospect, e.prospect_id);
  p_campaign := coalesce(p_campaign, e.campaign_id);
  PERFORM 1 FROM workspaces WHERE id = w FOR SHARE;
  PERFORM 1 FROM accounts WHERE id = p_account AND workspace_id = w FOR SHARE;
  IF p_campaign IS NOT NULL THEN PERFORM 1 FROM campaigns WHERE id = p_campaign AND workspace_id = w FOR SHARE; END IF;
  IF p_prospect IS NOT NULL THEN
    PERFORM 1 FROM prospects WHERE id = p_prospect AND workspace_id = w FOR SHARE;
    PERFORM 1 FROM identities WHERE prospect_id = p_prospect AND workspace_id = w ORDER BY kind, value FOR SHARE;
  END IF;
  SELECT * INTO e FROM enrolments WHERE id = p_enrolment AND workspace_id = w;
  -- Looked at in statements after the locks, so that nothing seen here is older than them.
  SELECT * INTO stop FROM controls k WHERE k.workspace_id = w AND k.ended_at IS NULL AND (k.until IS NULL OR k.until > p_now)
    AND (k.scope = 'workspace' OR (k.scope = 'action' AND k.action = p_action) OR (k.scope = 'account' AND k.target_id = p_account)
      OR (k.scope = 'campaign' AND k.target_id = p_campaign)) ORDER BY k.until DESC NULLS FIRST LIMIT 1;
  IF FOUND THEN gate := 'control_stop'; free_at := stop.until; RETURN; END IF;
  PERFORM 1 FROM installations i WHERE i.id = p_installation AND i.lease_until > clock_timestamp();
  IF NOT FOUND THEN gate := 'lease'; RETURN; END IF;
  SELECT * INTO c FROM clock WHERE id = 1;
  IF c.id IS NULL OR (abs(extract(epoch FROM (CASE c.mode WHEN 'real' THEN clock_timestamp() ELSE c.app_origin + (clock_timestamp() - c.real_origin) * c.speed END) - p_now)) / c.speed <= 60) IS NOT TRUE THEN gate := 'clock_skew'; RETURN; END IF;
  SELECT * INTO a FROM accounts WHERE id = p_account AND workspace_id = w;
  IF a.id IS NULL OR a.state <> 'running' OR a.time_zone IS NULL THEN gate := 'account_state'; RETURN; END IF;
  IF a.paused_at IS NOT NULL THEN gate := 'account_paused'; RETURN; END IF;
  tolerance := greatest(interval '15 minutes', interval '30 seconds' * c.speed);
  IF a.health_checked_at IS NULL OR a.health_checked_at < p_now - tolerance OR a.health_checked_at > p_now + tolerance THEN gate := 'health_stale'; RETURN; END IF;
  IF p_prospect IS NOT NULL THEN
    SELECT * INTO p FROM prospects WHERE id = p_prospect AND workspace_id = w;
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
  IF p_campaign IS NOT NULL THEN
    SELECT * INTO cm FROM campaigns WHERE id = p_campaign AND workspace_id = w;
    IF cm.id IS NULL OR cm.state <> 'running' THEN gate := 'campaign_not_running'; RETURN; END IF;
  END IF;
  SELECT * INTO d FROM ramp_days WHERE workspace_id = w AND account_id = p_account AND starts_at <= p_now AND ends_at > p_now AND made_at >= starts_at AND made_at <= p_now + greatest(interval '1 minute', interval '30 seconds' * c.speed);
  IF d.account_id IS NULL THEN gate := 'ramp_missing'; RETURN; END IF;
  IF NOT p_now <@ d.open_hours THEN gate := 'outside_hours'; RETURN; END IF;
END $$;
--> statement-breakpoint
-- Brings a full budget up to date: rows that left its window are counted out. The caller locked it in an earlier statement.
CREATE FUNCTION budgets_evict(w text, p_account text, p_campaign text, p_keys text[], t timestamptz) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  UPDATE budgets b SET
    used = b.used - (SELECT count(*) FROM sends s WHERE s.account_id = b.account_id AND b.key = ANY (s.kept) AND (b.campaign_id = '' OR s.campaign_id = b.campaign_id)
      AND s.at > b.since AND s.at <= budget_window_start(t, b.anchor, b.width_ms, b.time_zone)),
    since = greatest(b.since, budget_window_start(t, b.anchor, b.width_ms, b.time_zone))
  WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id IN ('', p_campaign) AND b.key = ANY (p_keys) AND b.used >= b.cap
    AND budget_window_start(t, b.anchor, b.width_ms, b.time_zone) > b.since;
END $$;
--> statement-breakpoint
-- The full budget of an action that frees up last, for before that moment nothing can go; a cap of 0 never does. It counts
-- live rows and can only say no.
CREATE FUNCTION budget_binding(w text, p_account text, p_campaign text, p_keys text[], t timestamptz, OUT key text, OUT cap int, OUT used int, OUT free_at timestamptz) LANGUAGE plpgsql STABLE AS $$
DECLARE b budgets; live int; frees timestamptz; BEGIN
  FOR b IN SELECT * FROM budgets x WHERE x.workspace_id = w AND x.account_id = p_account AND x.campaign_id IN ('', p_campaign) AND x.key = ANY (p_keys) AND x.used >= x.cap ORDER BY x.cap, x.key LOOP
    SELECT count(*) INTO live FROM sends s WHERE s.account_id = b.account_id AND b.key = ANY (s.kept) AND (b.campaign_id = '' OR s.campaign_id = b.campaign_id)
      AND s.at > greatest(b.since, budget_window_start(t, b.anchor, b.width_ms, b.time_zone));
    CONTINUE WHEN live < b.cap;
    frees := 'infinity';
    IF b.cap > 0 THEN
      SELECT budget_frees_at(s.at, b.anchor, b.width_ms, b.time_zone) INTO frees FROM sends s
        WHERE s.account_id = b.account_id AND b.key = ANY (s.kept) AND (b.campaign_id = '' OR s.campaign_id = b.campaign_id)
          AND s.at > greatest(b.since, budget_window_start(t, b.anchor, b.width_ms, b.time_zone))
        ORDER BY s.at OFFSET live - b.cap LIMIT 1;
    END IF;
    IF key IS NULL OR frees > free_at THEN key := b.key; cap := b.cap; used := live; free_at := frees; END IF;
  END LOOP;
  free_at := nullif(free_at, 'infinity');
END $$;
--> statement-breakpoint
-- Reserves one send in every budget it draws on, or nothing. outcome: reserved | duplicate | capped | gated.
CREATE FUNCTION send_reserve(p_send text, p_account text, p_campaign text, p_enrolment text, p_step_key text, p_prospect text, p_action text, p_variant text,
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
  SELECT * INTO bound FROM budget_binding(w, p_account, cid, keys, p_now);
  IF bound.key IS NOT NULL THEN outcome := 'capped'; reason := bound.key; cap := bound.cap; used := bound.used; free_at := bound.free_at; RETURN; END IF;
  -- 2. Gates, under share locks that every stopping write conflicts with.
  SELECT g.gate, g.free_at INTO reason, free_at FROM send_gate(p_account, p_campaign, p_enrolment, p_prospect, p_action, p_origin, p_now, p_installation) g;
  IF reason IS NOT NULL THEN outcome := 'gated'; RETURN; END IF;
  -- 3. Lock the pace and every budget, in one order; look again only in later statements.
  PERFORM 1 FROM action_paces WHERE workspace_id = w AND account_id = p_account AND action = p_action FOR UPDATE;
  SELECT count(*), count(*) FILTER (WHERE l.used >= l.cap), max(l.since + l.width_ms * interval '1 millisecond') INTO n, full_, floor_t FROM (
    SELECT b.used, b.cap, b.since, b.width_ms FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id IN ('', cid) AND b.key = ANY (keys)
      AND (b.key LIKE 'campaign.%') = (b.campaign_id <> '') ORDER BY b.key FOR UPDATE) l;
  IF n < cardinality(keys) THEN outcome := 'gated'; reason := 'unconfigured'; RETURN; END IF;
  -- Another process may have counted rows out at a later moment: a stamp before that would stand in a window they still fill.
  t := greatest(p_now, floor_t);
  IF t > p_now + interval '120 seconds' * (SELECT greatest(1, c.speed) FROM clock c WHERE c.id = 1) THEN outcome := 'gated'; reason := 'clock_skew'; RETURN; END IF;
  SELECT * INTO pace FROM action_paces WHERE workspace_id = w AND account_id = p_account AND action = p_action;
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
-- Gives back the named budgets of a send, each only if its window still holds it. The caller then changes the row.
CREATE FUNCTION send_give_back(w text, s sends, p_keys text[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  UPDATE budgets b SET used = b.used - 1 WHERE b.workspace_id = w AND b.account_id = s.account_id AND b.key = ANY (p_keys)
    AND b.campaign_id = CASE WHEN b.key LIKE 'campaign.%' THEN coalesce(s.campaign_id, '') ELSE '' END AND b.since < s.at;
END $$;
--> statement-breakpoint
-- Locks the budgets of a send, then the send itself, in the order of send_reserve.
CREATE FUNCTION send_lock(w text, p_send text) RETURNS sends LANGUAGE plpgsql AS $$
DECLARE s sends; BEGIN
  SELECT * INTO s FROM sends x WHERE x.id = p_send AND x.workspace_id = w;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM 1 FROM budgets b WHERE b.workspace_id = w AND b.account_id = s.account_id AND b.campaign_id IN ('', coalesce(s.campaign_id, '')) AND b.key = ANY (s.budgets) ORDER BY b.key FOR UPDATE;
  PERFORM 1 FROM sends x WHERE x.id = p_send FOR UPDATE;
  SELECT * INTO s FROM sends x WHERE x.id = p_send AND x.workspace_id = w;
  RETURN s;
END $$;
--> statement-breakpoint
-- A call starts at this commit: stops are looked at once more under their locks. outcome: dispatching | released | stale.
CREATE FUNCTION send_dispatch(p_send text, p_fence text, p_now timestamptz, p_installation text, p_deadline_ms int, OUT outcome text, OUT reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); s sends; BEGIN
  SELECT * INTO s FROM sends x WHERE x.id = p_send AND x.workspace_id = w;
  IF num_nulls(p_now, p_installation, p_deadline_ms) > 0 THEN RAISE EXCEPTION 'a dispatch needs all its facts' USING ERRCODE = 'P0SND'; END IF;
  IF s.id IS NULL OR s.state <> 'reserved' OR s.fence IS DISTINCT FROM p_fence THEN outcome := 'stale'; RETURN; END IF;
  SELECT g.gate INTO reason FROM send_gate(s.account_id, s.campaign_id, s.enrolment_id, s.prospect_id, s.action, s.origin, p_now, p_installation) g;
  PERFORM 1 FROM action_paces ap WHERE ap.workspace_id = w AND ap.account_id = s.account_id AND ap.action = s.action FOR SHARE;
  PERFORM 1 FROM action_paces ap WHERE ap.workspace_id = w AND ap.account_id = s.account_id AND ap.action = s.action AND ap.stopped_until > p_now;
  IF FOUND THEN reason := coalesce(reason, 'action_stopped'); END IF;
  s := send_lock(w, p_send);
  IF s.state <> 'reserved' OR s.fence IS DISTINCT FROM p_fence OR s.deadline_at < clock_timestamp() THEN outcome := 'stale'; reason := NULL; RETURN; END IF;
  IF reason IS NOT NULL THEN
    PERFORM send_give_back(w, s, s.kept);
    UPDATE sends SET state = 'released', spent = false, kept = '{}', settled_at = p_now WHERE id = p_send;
    outcome := 'released'; RETURN;
  END IF;
  UPDATE sends SET state = 'dispatching', dispatched_at = p_now, deadline_at = clock_timestamp() + p_deadline_ms * interval '1 millisecond' WHERE id = p_send;
  outcome := 'dispatching';
END $$;
--> statement-breakpoint
-- Records what the provider answered. p_keep: all | attempt | attempt_and_ramp | none. A second settlement changes nothing.
CREATE FUNCTION send_settle(p_send text, p_fence text, p_state text, p_keep text, p_ref text, p_answer jsonb, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); s sends; keep text[]; BEGIN
  s := send_lock(w, p_send);
  IF s.id IS NULL OR s.fence IS DISTINCT FROM p_fence OR s.state NOT IN ('dispatching', 'reserved') THEN RETURN false; END IF;
  IF s.state = 'reserved' AND p_state <> 'released' THEN RETURN false; END IF;
  IF p_state = 'released' AND p_keep IS DISTINCT FROM 'none' THEN RAISE EXCEPTION 'a released send keeps no budget' USING ERRCODE = 'P0SND'; END IF;
  IF p_state IN ('sent', 'unknown') AND p_keep IS DISTINCT FROM 'all' THEN RAISE EXCEPTION 'a send that may have happened keeps its budgets' USING ERRCODE = 'P0SND'; END IF;
  SELECT coalesce(array_agg(k), '{}') INTO keep FROM unnest(s.kept) k WHERE p_keep = 'all'
    OR (p_keep IN ('attempt', 'attempt_and_ramp') AND k LIKE 'attempt.%') OR (p_keep = 'attempt_and_ramp' AND k LIKE 'ramp.%');
  PERFORM send_give_back(w, s, ARRAY(SELECT unnest(s.kept) EXCEPT SELECT unnest(keep)));
  UPDATE sends SET state = p_state, spent = (p_keep = 'all'), kept = keep, settled_at = p_now, provider_ref = coalesce(p_ref, provider_ref), answer = p_answer WHERE id = p_send;
  RETURN true;
END $$;
--> statement-breakpoint
-- Positive evidence makes an unknown send sent; what cannot be decided becomes held; a person closes or confirms a held one.
CREATE FUNCTION send_conclude(p_send text, p_state text, p_ref text, p_answer jsonb, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); s sends; BEGIN
  PERFORM 1 FROM enrolments e WHERE e.workspace_id = w AND e.id = (SELECT x.enrolment_id FROM sends x WHERE x.id = p_send) FOR UPDATE;
  s := send_lock(w, p_send);
  IF s.id IS NULL OR NOT ((s.state = 'unknown' AND p_state IN ('sent', 'held')) OR (s.state = 'held' AND p_state IN ('sent', 'closed'))) THEN RETURN false; END IF;
  IF p_state = 'closed' THEN PERFORM send_give_back(w, s, ARRAY(SELECT k FROM unnest(s.kept) k WHERE k NOT LIKE 'attempt.%')); END IF;
  UPDATE sends SET state = p_state, spent = p_state <> 'closed', kept = CASE WHEN p_state = 'closed' THEN ARRAY(SELECT k FROM unnest(s.kept) k WHERE k LIKE 'attempt.%') ELSE s.kept END,
    settled_at = p_now, provider_ref = coalesce(p_ref, provider_ref), answer = coalesce(p_answer, answer) WHERE id = p_send;
  RETURN true;
END $$;
--> statement-breakpoint
-- Everything that belongs to a send, locked without ever waiting, in the order of send_reserve: a sweep goes over many
-- sends in one transaction and could deadlock if it waited. False when somebody else holds a part of it.
CREATE FUNCTION send_try_lock(w text, s sends) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE n int; m int; BEGIN
  SELECT count(*) INTO n FROM enrolments e WHERE e.workspace_id = w AND e.id = s.enrolment_id;
  SELECT count(*) INTO m FROM (SELECT 1 FROM enrolments e WHERE e.workspace_id = w AND e.id = s.enrolment_id FOR UPDATE SKIP LOCKED) l;
  IF m < n THEN RETURN false; END IF;
  SELECT count(*) INTO n FROM action_paces a WHERE a.workspace_id = w AND a.account_id = s.account_id AND a.action = s.action;
  SELECT count(*) INTO m FROM (SELECT 1 FROM action_paces a WHERE a.workspace_id = w AND a.account_id = s.account_id AND a.action = s.action FOR UPDATE SKIP LOCKED) l;
  IF m < n THEN RETURN false; END IF;
  SELECT count(*) INTO n FROM budgets b WHERE b.workspace_id = w AND b.account_id = s.account_id AND b.campaign_id IN ('', coalesce(s.campaign_id, '')) AND b.key = ANY (s.budgets);
  SELECT count(*) INTO m FROM (SELECT 1 FROM budgets b WHERE b.workspace_id = w AND b.account_id = s.account_id AND b.campaign_id IN ('', coalesce(s.campaign_id, '')) AND b.key = ANY (s.budgets)
    ORDER BY b.key FOR UPDATE SKIP LOCKED) l;
  IF m < n THEN RETURN false; END IF;
  PERFORM 1 FROM sends x WHERE x.id = s.id FOR UPDATE SKIP LOCKED;
  RETURN FOUND;
END $$;
--> statement-breakpoint
-- Crash recovery, at most p_limit rows: a reservation past its lease was never dispatched and is released; a dispatch past its
-- deadline may have reached the provider and becomes unknown. Neither is ever re-sent by this. What is locked by others is left
-- to the next sweep; the enrolment and the pace of each row returned are locked for the caller.
CREATE FUNCTION send_sweep(p_limit int, p_now timestamptz) RETURNS TABLE (send_id text, became text, enrolment_id text, account_id text, action text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); s sends; BEGIN
  FOR s IN SELECT * FROM sends x WHERE x.workspace_id = w AND x.state IN ('reserved', 'dispatching') AND x.deadline_at < clock_timestamp() ORDER BY x.account_id, x.id LIMIT p_limit LOOP
    CONTINUE WHEN NOT send_try_lock(w, s);
    SELECT * INTO s FROM sends x WHERE x.id = s.id;
    CONTINUE WHEN s.state NOT IN ('reserved', 'dispatching') OR s.deadline_at >= clock_timestamp();
    IF s.state = 'reserved' THEN
      PERFORM send_give_back(w, s, s.kept);
      UPDATE sends SET state = 'released', spent = false, kept = '{}', settled_at = p_now WHERE id = s.id;
      became := 'released';
    ELSE
      UPDATE sends SET state = 'unknown', settled_at = p_now, answer = jsonb_build_object('code', 'no_answer', 'detail', 'the process ended before an answer was recorded') WHERE id = s.id;
      became := 'unknown';
    END IF;
    send_id := s.id; enrolment_id := s.enrolment_id; account_id := s.account_id; action := s.action; RETURN NEXT;
  END LOOP;
END $$;
--> statement-breakpoint
-- Books what a person did by hand at the provider; it counts even past a cap, after which the engine sends nothing until there is room.
CREATE FUNCTION send_book_external(p_send text, p_account text, p_prospect text, p_action text, p_variant text, p_ref text, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); keys text[]; booked text; BEGIN
  SELECT array_agg(k.key ORDER BY k.key) INTO keys FROM action_budgets k WHERE k.action = p_action AND k.variant = p_variant AND k.key NOT LIKE 'campaign.%';
  IF keys IS NULL THEN RAISE EXCEPTION 'no budgets for % %', p_action, p_variant; END IF;
  PERFORM 1 FROM accounts a WHERE a.id = p_account AND a.workspace_id = w;
  IF NOT FOUND THEN RAISE EXCEPTION 'account % is not of this workspace', p_account USING ERRCODE = 'P0WSP'; END IF;
  IF NOT pg_try_advisory_xact_lock(hashtextextended('budgets of ' || p_account, 0)) THEN
    RAISE EXCEPTION 'budgets of account % are being made, try again', p_account USING ERRCODE = '55P03';
  END IF;
  p_at := date_trunc('milliseconds', p_at);
  PERFORM 1 FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id = '' AND b.key = ANY (keys) ORDER BY b.key FOR UPDATE;
  INSERT INTO sends (workspace_id, id, account_id, enrolment_id, step_key, prospect_id, action, origin, state, spent, fence, budgets, kept, at, settled_at, provider_ref)
    VALUES (w, p_send, p_account, 'external:' || p_account, p_action || ':' || p_ref, p_prospect, p_action, 'external', 'sent', true, '', keys, keys, p_at, p_at, p_ref)
    ON CONFLICT (enrolment_id, step_key) DO NOTHING RETURNING id INTO booked;
  IF booked IS NULL THEN RETURN false; END IF;
  PERFORM set_config('headroom.recounting', 'on', true);
  UPDATE budgets b SET used = b.used + 1 WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id = '' AND b.key = ANY (keys) AND b.since < p_at;
  PERFORM set_config('headroom.recounting', '', true);
  RETURN true;
END $$;
--> statement-breakpoint
-- I5: the counters whose `used` differs from the rows they should count. Empty on a sound database.
CREATE FUNCTION ledger_mismatches() RETURNS TABLE (workspace_id text, account_id text, key text, campaign_id text, used int, counted bigint)
LANGUAGE sql STABLE AS $$
  SELECT b.workspace_id, b.account_id, b.key, b.campaign_id, b.used, c.n FROM budgets b CROSS JOIN LATERAL (
    SELECT count(*) n FROM sends s WHERE s.account_id = b.account_id AND b.key = ANY (s.kept) AND s.at > b.since AND (b.campaign_id = '' OR s.campaign_id = b.campaign_id)) c
  WHERE c.n <> b.used $$;
--> statement-breakpoint
DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prokind = 'f' AND p.prosecdef LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO headroom_app', f);
  END LOOP;
END $$;
