-- Who may send from a database, and what a person must have looked at first (design.md §2). The newest confirmed installation
-- is the holder. Every renewal counts `epoch` up, and the installation keeps the last one in its data folder too: a database
-- that is behind that mark was restored from an older copy.
ALTER TABLE installations ADD COLUMN epoch bigint NOT NULL DEFAULT 0, ADD COLUMN adopts_mark boolean NOT NULL DEFAULT false,
  ADD COLUMN confirmed_at timestamptz(3), ADD COLUMN confirmed_by text, ADD COLUMN held_reason text, ADD COLUMN held_since timestamptz(3);
--> statement-breakpoint
UPDATE installations SET confirmed_at = started_at;
--> statement-breakpoint
ALTER TABLE installations ADD CONSTRAINT installations_held CHECK ((held_reason IS NULL) = (held_since IS NULL)),
  ADD CONSTRAINT installations_reason_known CHECK (held_reason IN ('moved', 'restored', 'gap'));
--> statement-breakpoint
-- What one account's own lists at the provider showed that the ledger did not know, for the hold that began at `held_since`.
CREATE TABLE installation_comparisons (
  workspace_id text NOT NULL REFERENCES workspaces(id) ON DELETE RESTRICT, account_id text NOT NULL REFERENCES accounts(id) ON DELETE RESTRICT,
  installation_id text NOT NULL, held_since timestamptz(3) NOT NULL, compared_at timestamptz(3) NOT NULL,
  people int NOT NULL, findings jsonb NOT NULL, unread text, PRIMARY KEY (workspace_id, account_id));
--> statement-breakpoint
ALTER TABLE installation_comparisons ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE installation_comparisons FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON installation_comparisons TO headroom_app USING (workspace_id = current_setting('app.workspace_id', true)) WITH CHECK (workspace_id = current_setting('app.workspace_id', true));
--> statement-breakpoint
CREATE POLICY owner ON installation_comparisons TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON installation_comparisons TO headroom_app;
--> statement-breakpoint
DROP FUNCTION installation_renew(text, interval);
--> statement-breakpoint
-- Renews the right to send, or says why a person must look first: another installation holds the database (moved), the
-- database is behind this installation's mark or the mark is lost (restored), or nothing ran for half a day (gap). A hold
-- ends the lease at once, and only installation_confirm ends the hold.
CREATE FUNCTION installation_renew(p_id text, p_ttl interval, p_mark bigint, OUT state text, OUT epoch bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me installations; holder installations; BEGIN
  PERFORM pg_advisory_xact_lock(726101);
  SELECT * INTO me FROM installations i WHERE i.id = p_id;
  SELECT * INTO holder FROM installations i WHERE i.confirmed_at IS NOT NULL ORDER BY i.confirmed_at DESC, i.id LIMIT 1;
  state := CASE
    WHEN me.held_reason IS NOT NULL THEN me.held_reason
    WHEN holder.id IS NULL THEN 'ours'
    WHEN holder.id <> p_id THEN 'moved'
    WHEN me.adopts_mark THEN 'ours'
    WHEN me.epoch > 0 AND p_mark IS NULL OR p_mark > me.epoch THEN 'restored'
    WHEN me.lease_until < clock_timestamp() - interval '12 hours' THEN 'gap'
    ELSE 'ours' END;
  INSERT INTO installations AS i (id, lease_until, started_at) VALUES (p_id, clock_timestamp(), clock_timestamp()) ON CONFLICT (id) DO NOTHING;
  IF state = 'ours' THEN
    UPDATE installations i SET lease_until = clock_timestamp() + p_ttl, epoch = greatest(i.epoch, coalesce(p_mark, 0)) + 1, adopts_mark = false,
      confirmed_at = coalesce(i.confirmed_at, clock_timestamp()) WHERE i.id = p_id RETURNING i.epoch INTO epoch;
  ELSE
    UPDATE installations i SET lease_until = least(i.lease_until, clock_timestamp()), held_reason = state, held_since = coalesce(i.held_since, clock_timestamp())
      WHERE i.id = p_id RETURNING i.epoch INTO epoch;
  END IF;
END $$;
--> statement-breakpoint
-- Ends a hold: this installation becomes the holder, every other one loses its lease. Every connected account must have been
-- compared for this hold, and only a gap whose comparison found nothing needs no person. outcome: confirmed | not_held | not_compared.
CREATE FUNCTION installation_confirm(p_id text, p_by text, OUT outcome text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me installations; BEGIN
  PERFORM pg_advisory_xact_lock(726101);
  SELECT * INTO me FROM installations i WHERE i.id = p_id;
  IF me.held_reason IS NULL THEN outcome := 'not_held'; RETURN; END IF;
  PERFORM 1 FROM accounts a WHERE a.state <> 'removed' AND NOT EXISTS (SELECT 1 FROM installation_comparisons c
    WHERE c.account_id = a.id AND c.installation_id = p_id AND c.held_since = me.held_since
      AND (p_by IS NOT NULL OR (c.unread IS NULL AND c.findings = '[]')));
  IF FOUND OR (p_by IS NULL AND me.held_reason <> 'gap') THEN outcome := 'not_compared'; RETURN; END IF;
  UPDATE installations i SET lease_until = least(i.lease_until, clock_timestamp()) WHERE i.id <> p_id;
  UPDATE installations i SET held_reason = NULL, held_since = NULL, confirmed_at = clock_timestamp(), confirmed_by = p_by, adopts_mark = true, lease_until = clock_timestamp()
    WHERE i.id = p_id;
  outcome := 'confirmed';
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION installation_renew(text, interval, bigint), installation_confirm(text, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION installation_renew(text, interval, bigint), installation_confirm(text, text) TO headroom_app;
