ALTER TABLE "budgets" ADD COLUMN "zone_change_at" timestamp (3) with time zone;
--> statement-breakpoint
-- Creates a budget or changes its cap. A new one starts with what its window already holds. A lower cap holds at once; a higher
-- one only when the caller says so. Another zone waits for the end of the calendar window that is open when it is first asked
-- for, so that neither the window left nor the one begun is cut short; a wider or a moved window is counted afresh.
CREATE OR REPLACE FUNCTION budget_put(p_account text, p_key text, p_campaign text, p_anchor text, p_width_ms bigint, p_zone text, p_cap int, p_now timestamptz, p_may_raise boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w text := app_workspace(); b budgets; moves boolean; z text; s timestamptz := budget_window_start(p_now, p_anchor, p_width_ms, p_zone); BEGIN
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
  PERFORM budgets_ask_zone(w, p_account, p_zone, p_now, p_key, p_campaign);
  moves := b.time_zone <> p_zone AND (b.anchor IS NULL OR b.zone_change_at <= p_now) IS TRUE;
  z := CASE WHEN moves THEN p_zone ELSE b.time_zone END;
  IF moves OR b.width_ms < p_width_ms THEN
    s := least(b.since, budget_window_start(p_now, b.anchor, greatest(b.width_ms, p_width_ms), z));
    PERFORM set_config('headroom.recounting', 'on', true);
    UPDATE budgets SET time_zone = z, zone_change_at = CASE WHEN moves THEN NULL ELSE zone_change_at END, width_ms = greatest(width_ms, p_width_ms), since = s,
      used = (SELECT count(*) FROM sends x WHERE x.account_id = p_account AND p_key = ANY (x.kept) AND x.at > s AND (p_campaign = '' OR x.campaign_id = p_campaign))
      WHERE workspace_id = w AND account_id = p_account AND key = p_key AND campaign_id = p_campaign;
    PERFORM set_config('headroom.recounting', '', true);
  END IF;
END $$;
--> statement-breakpoint
-- Notes from when the calendar windows of an account, or of one budget of it, follow another zone. A move that already waits
-- keeps its moment; back in its own zone nothing waits.
CREATE FUNCTION budgets_ask_zone(w text, p_account text, p_zone text, p_now timestamptz, p_key text, p_campaign text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM 1 FROM budgets b WHERE b.workspace_id = w AND b.account_id = p_account AND (p_key IS NULL OR (b.key = p_key AND b.campaign_id = p_campaign)) ORDER BY b.key, b.campaign_id FOR UPDATE;
  UPDATE budgets b SET zone_change_at = CASE WHEN b.time_zone = p_zone THEN NULL ELSE budget_frees_at(p_now, b.anchor, 0, b.time_zone) END
    WHERE b.workspace_id = w AND b.account_id = p_account AND (p_key IS NULL OR (b.key = p_key AND b.campaign_id = p_campaign)) AND b.anchor IS NOT NULL
      AND (b.time_zone = p_zone) = (b.zone_change_at IS NOT NULL);
END $$;
--> statement-breakpoint
-- Told when an account's zone is changed, so that its windows move when those end that are open now.
CREATE FUNCTION budgets_move(p_account text, p_zone text, p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
  PERFORM budgets_ask_zone(app_workspace(), p_account, p_zone, p_now, NULL, NULL);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION budgets_move(text, text, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION budgets_move(text, text, timestamptz) TO headroom_app;
