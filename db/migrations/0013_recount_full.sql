-- Brings a full budget up to date: it is counted again from the ledger's rows, so that rows that left its window are out and
-- a counter that has drifted above its rows is healed instead of holding sends back. The caller locked it in an earlier
-- statement: nobody else can draw on it meanwhile.
CREATE OR REPLACE FUNCTION budgets_evict(w text, p_account text, p_campaign text, p_keys text[], t timestamptz) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  UPDATE budgets b SET
    used = least(b.used, (SELECT count(*) FROM sends s WHERE s.account_id = b.account_id AND b.key = ANY (s.kept) AND (b.campaign_id = '' OR s.campaign_id = b.campaign_id)
      AND s.at > greatest(b.since, budget_window_start(t, b.anchor, b.width_ms, b.time_zone)))),
    since = greatest(b.since, budget_window_start(t, b.anchor, b.width_ms, b.time_zone))
  WHERE b.workspace_id = w AND b.account_id = p_account AND b.campaign_id IN ('', p_campaign) AND b.key = ANY (p_keys) AND b.used >= b.cap;
END $$;
