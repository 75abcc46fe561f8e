ALTER TABLE "invitations" ADD COLUMN "withdraw_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "withdraw_asked_by" text;--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "withdraw_sought_at" timestamp (3) with time zone;--> statement-breakpoint
-- What became of an invitation is final, and none is withdrawn without its row of the ledger that says so.
CREATE FUNCTION invitation_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state IN ('accepted', 'withdrawn') THEN
    RAISE EXCEPTION 'invitation % is % and cannot become %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'P0SND';
  END IF;
  IF NEW.state = 'withdrawn' AND (NEW.withdrawn_at IS NULL OR NOT EXISTS (SELECT 1 FROM sends s
    WHERE s.workspace_id = NEW.workspace_id AND s.enrolment_id = NEW.id AND s.action = 'withdraw' AND s.state = 'sent')) THEN
    RAISE EXCEPTION 'no send withdrew invitation %', OLD.id USING ERRCODE = 'P0SND';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER invitations_guard BEFORE UPDATE OF state ON invitations FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION invitation_guard();
--> statement-breakpoint
-- The gates (design.md §5, I7), with the one of withdrawals: the invitation still waits for an answer. Locks the rows that
-- stopping writes change, in one order, and answers the first closed gate. Only functions of the ledger call it, as their owner.
CREATE OR REPLACE FUNCTION send_gate(p_account text, p_campaign text, p_enrolment text, p_prospect text, p_action text, p_origin text, p_now timestamptz, p_installation text, OUT gate text, OUT free_at timestamptz)
LANGUAGE plpgsql AS $$
DECLARE w text := app_workspace(); a accounts; cm campaigns; e enrolments; v invitations; p prospects; look record; tolerance interval; BEGIN
  -- A locking SELECT of one row by its key answers the version it locked, also when it had to wait; so lock and look are one
  -- statement here. What is not one row by its key is looked at in a statement after all the locks.
  SELECT * INTO e FROM enrolments WHERE id = p_enrolment AND workspace_id = w FOR SHARE;
  -- Whom a step is for never changes; the person of the enrolment is looked at even when the caller names none.
  IF e.id IS NOT NULL AND (e.prospect_id <> p_prospect OR e.campaign_id <> p_campaign) THEN
    RAISE EXCEPTION 'enrolment % is of another person or campaign', p_enrolment USING ERRCODE = 'P0SND';
  END IF;
  p_prospect := coalesce(p_prospect, e.prospect_id);
  p_campaign := coalesce(p_campaign, e.campaign_id);
  -- A withdrawal has its invitation for a key. It is locked with the enrolments, as everything that ends an invitation does:
  -- an acceptance has been booked by now, or waits until the dispatch is.
  IF p_action = 'withdraw' THEN SELECT * INTO v FROM invitations WHERE id = p_enrolment AND workspace_id = w FOR SHARE; END IF;
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
  IF p_action = 'withdraw' AND (v.state = 'pending' AND v.account_id = p_account) IS NOT TRUE THEN gate := 'invitation_closed'; RETURN; END IF;
  IF NOT look.has_pace THEN gate := 'unconfigured'; RETURN; END IF;
  IF look.stopped_until > p_now THEN gate := 'action_stopped'; free_at := look.stopped_until; RETURN; END IF;
  IF p_origin <> 'engine' THEN RETURN; END IF;
  -- Who left the campaign gets nothing more of it.
  IF e.id IS NOT NULL AND NOT e.active THEN gate := 'person_stopped'; RETURN; END IF;
  -- The old invitations of a campaign that is over may be withdrawn; one that is paused rests.
  IF p_campaign IS NOT NULL AND (cm.id IS NULL OR cm.state <> 'running' AND (p_action <> 'withdraw' OR cm.state NOT IN ('completed', 'archived'))) THEN gate := 'campaign_not_running'; RETURN; END IF;
  IF NOT look.has_ramp THEN gate := 'ramp_missing'; RETURN; END IF;
  IF NOT p_now <@ look.open_hours THEN gate := 'outside_hours'; RETURN; END IF;
END $$;
