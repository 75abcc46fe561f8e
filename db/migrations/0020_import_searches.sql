CREATE TABLE "search_pages" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"import_id" text NOT NULL,
	"start" integer NOT NULL,
	"asked" integer NOT NULL,
	"profiles" integer NOT NULL,
	"used_before" integer NOT NULL,
	"cap" integer NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"deadline_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"answer" text,
	"stop_until" timestamp (3) with time zone,
	"stops_in_row" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "search_pages_under_cap" CHECK ("search_pages"."used_before" + "search_pages"."asked" <= "search_pages"."cap"),
	CONSTRAINT "search_pages_counted" CHECK ("search_pages"."profiles" >= 0 and "search_pages"."profiles" <= "search_pages"."asked"),
	CONSTRAINT "search_pages_released" CHECK ("search_pages"."state" <> 'released' or "search_pages"."profiles" = 0)
);
--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "kind" text DEFAULT 'file' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "account_id" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "search" jsonb;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "most" integer;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "next_start" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "next_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "reason" text;--> statement-breakpoint
CREATE INDEX "search_pages_account_at" ON "search_pages" USING btree ("account_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "search_pages_in_flight" ON "search_pages" USING btree ("account_id") WHERE "search_pages"."state" = 'reserved';--> statement-breakpoint
CREATE INDEX "imports_searching" ON "imports" USING btree ("next_at") WHERE "imports"."state" in ('running', 'waiting');--> statement-breakpoint
ALTER TABLE search_pages ADD CONSTRAINT search_pages_workspace_exists FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE RESTRICT,
  ADD CONSTRAINT search_pages_account_exists FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE RESTRICT,
  ADD CONSTRAINT search_pages_import_exists FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE RESTRICT,
  ADD CONSTRAINT search_pages_state_known CHECK (state IN ('reserved', 'done', 'spent', 'released'));
--> statement-breakpoint
ALTER TABLE imports ADD CONSTRAINT imports_search_whole CHECK (kind = 'file' OR num_nulls(account_id, search, most) = 0);
--> statement-breakpoint
ALTER TABLE search_pages ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE search_pages FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON search_pages TO headroom_app USING (workspace_id = current_setting('app.workspace_id', true)) WITH CHECK (workspace_id = current_setting('app.workspace_id', true));
--> statement-breakpoint
CREATE POLICY owner ON search_pages TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT ON search_pages TO headroom_app;
--> statement-breakpoint
-- A page is settled once. What it counts for only falls, and nothing else of it is ever rewritten.
CREATE FUNCTION search_pages_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.state = 'reserved' AND NEW.state <> 'reserved' AND NEW.profiles <= OLD.profiles
    AND (NEW.workspace_id, NEW.id, NEW.account_id, NEW.import_id, NEW.start, NEW.asked, NEW.used_before, NEW.cap, NEW.at, NEW.deadline_at)
      = (OLD.workspace_id, OLD.id, OLD.account_id, OLD.import_id, OLD.start, OLD.asked, OLD.used_before, OLD.cap, OLD.at, OLD.deadline_at) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'page % of a search was settled, or is settled once', OLD.id USING ERRCODE = 'P0SND';
END $$;
--> statement-breakpoint
CREATE TRIGGER search_pages_settled_once BEFORE UPDATE ON search_pages FOR EACH ROW EXECUTE FUNCTION search_pages_refuse_rewrite();
--> statement-breakpoint
-- Takes one page of a search from the account's day, or nothing. outcome: reserved | capped | gated. The gates are those of
-- every reservation; a stop of look-ups stops searches too, because both read other people's profiles. One lock an account
-- holds its searches apart: lock first, look in the next statements.
CREATE FUNCTION search_reserve(p_page text, p_import text, p_account text, p_start int, p_profiles int, p_cap int, p_calls_max int, p_gap_ms int, p_width_ms bigint,
  p_now timestamptz, p_installation text, p_deadline_ms int, OUT outcome text, OUT reason text, OUT free_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); closed record; zone text; since timestamptz; used int; calls int; last_at timestamptz; stopped timestamptz; BEGIN
  IF num_nulls(p_page, p_import, p_account, p_start, p_profiles, p_cap, p_calls_max, p_gap_ms, p_width_ms, p_now, p_installation, p_deadline_ms) > 0 OR p_profiles < 1 OR p_gap_ms < 1 THEN
    RAISE EXCEPTION 'a page of a search needs all its facts' USING ERRCODE = 'P0SND';
  END IF;
  p_now := date_trunc('milliseconds', p_now);
  closed := send_gate(p_account, NULL, NULL, NULL, 'resolve', 'engine', p_now, p_installation);
  IF closed.gate IS NOT NULL THEN outcome := 'gated'; reason := closed.gate; free_at := closed.free_at; RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('search:' || p_account, 726105));
  IF NOT EXISTS (SELECT 1 FROM imports i WHERE i.id = p_import AND i.workspace_id = w AND i.account_id = p_account) THEN
    RAISE EXCEPTION 'import % is not a search of account %', p_import, p_account USING ERRCODE = 'P0WSP';
  END IF;
  -- A call that was never answered has cost all that it asked for.
  UPDATE search_pages SET state = 'spent', settled_at = p_now, answer = 'no answer was recorded'
    WHERE workspace_id = w AND account_id = p_account AND state = 'reserved' AND deadline_at <= clock_timestamp();
  SELECT a.time_zone INTO zone FROM accounts a WHERE a.id = p_account AND a.workspace_id = w;
  SELECT max(s.at), max(s.stop_until) INTO last_at, stopped FROM search_pages s WHERE s.workspace_id = w AND s.account_id = p_account;
  IF stopped > p_now THEN outcome := 'gated'; reason := 'search_stopped'; free_at := stopped; RETURN; END IF;
  IF last_at > p_now - p_gap_ms * interval '1 millisecond' THEN
    outcome := 'gated'; reason := 'minimum_gap'; free_at := last_at + p_gap_ms * interval '1 millisecond'; RETURN;
  END IF;
  IF EXISTS (SELECT 1 FROM search_pages s WHERE s.workspace_id = w AND s.account_id = p_account AND s.state = 'reserved') THEN
    outcome := 'gated'; reason := 'in_flight'; RETURN;
  END IF;
  since := budget_window_start(p_now, 'day', p_width_ms, zone);
  SELECT coalesce(sum(s.profiles), 0), count(*) FILTER (WHERE s.state <> 'released') INTO used, calls
    FROM search_pages s WHERE s.workspace_id = w AND s.account_id = p_account AND s.at > since;
  IF used + p_profiles > p_cap THEN
    outcome := 'capped'; reason := 'search_result.day';
    SELECT budget_frees_at(x.at, 'day', p_width_ms, zone) INTO free_at FROM (
      SELECT s.at, sum(s.profiles) OVER (ORDER BY s.at, s.id) AS gone FROM search_pages s WHERE s.workspace_id = w AND s.account_id = p_account AND s.at > since) x
      WHERE used - x.gone + p_profiles <= p_cap ORDER BY x.at LIMIT 1;
    RETURN;
  END IF;
  IF calls >= p_calls_max THEN
    outcome := 'capped'; reason := 'attempt.search.day';
    SELECT budget_frees_at(s.at, 'day', p_width_ms, zone) INTO free_at FROM search_pages s
      WHERE s.workspace_id = w AND s.account_id = p_account AND s.at > since AND s.state <> 'released' ORDER BY s.at OFFSET calls - p_calls_max LIMIT 1;
    RETURN;
  END IF;
  INSERT INTO search_pages (workspace_id, id, account_id, import_id, start, asked, profiles, used_before, cap, state, at, deadline_at)
    VALUES (w, p_page, p_account, p_import, p_start, p_profiles, p_profiles, used, p_cap, 'reserved', p_now, clock_timestamp() + p_deadline_ms * interval '1 millisecond');
  outcome := 'reserved';
END $$;
--> statement-breakpoint
-- Books what a page came to; false when it is settled already. A refusal may stop every search of the account for a time.
CREATE FUNCTION search_settle(p_page text, p_state text, p_profiles int, p_stop_until timestamptz, p_stops int, p_answer text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); s search_pages; BEGIN
  SELECT * INTO s FROM search_pages x WHERE x.id = p_page AND x.workspace_id = w FOR UPDATE;
  IF s.id IS NULL OR s.state <> 'reserved' THEN RETURN false; END IF;
  UPDATE search_pages SET state = p_state, settled_at = p_now, answer = p_answer, stop_until = p_stop_until, stops_in_row = p_stops,
    profiles = CASE p_state WHEN 'done' THEN least(s.asked, greatest(0, p_profiles)) WHEN 'released' THEN 0 ELSE s.asked END WHERE id = s.id;
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_reserve(text, text, text, int, int, int, int, int, bigint, timestamptz, text, int), search_settle(text, text, int, timestamptz, int, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_reserve(text, text, text, int, int, int, int, int, bigint, timestamptz, text, int), search_settle(text, text, int, timestamptz, int, text, timestamptz) TO headroom_app;
