-- Invariants stand twice: in code and here. A cap may be lowered under its count; a count may never rise above its cap.
CREATE FUNCTION budgets_refuse_overshoot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF current_setting('headroom.recounting', true) = 'on' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'budget % of % would overshoot its cap of %', NEW.key, NEW.account_id, NEW.cap USING ERRCODE = 'P0CAP';
END $$;
--> statement-breakpoint
CREATE TRIGGER budgets_never_overshoot BEFORE UPDATE ON budgets FOR EACH ROW
  WHEN (NEW.used > OLD.used AND NEW.used > NEW.cap) EXECUTE FUNCTION budgets_refuse_overshoot();
--> statement-breakpoint
ALTER TABLE budgets SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
--> statement-breakpoint
ALTER TABLE sends SET (fillfactor = 90);
--> statement-breakpoint
-- The state machine of a send (design.md §4); every other transition is refused.
CREATE FUNCTION sends_refuse_transition() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF (OLD.state, NEW.state) IN (('reserved','dispatching'), ('reserved','released'), ('dispatching','sent'), ('dispatching','rejected'),
    ('dispatching','released'), ('dispatching','unknown'), ('released','reserved'), ('unknown','sent'), ('unknown','held'),
    ('held','sent'), ('held','closed')) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a send cannot go from % to %', OLD.state, NEW.state USING ERRCODE = 'P0SND';
END $$;
--> statement-breakpoint
CREATE TRIGGER sends_transitions BEFORE UPDATE OF state ON sends FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION sends_refuse_transition();
--> statement-breakpoint
CREATE FUNCTION sends_refuse_start() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.state = 'reserved' OR (NEW.origin = 'external' AND NEW.state = 'sent') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a send cannot begin as %', NEW.state USING ERRCODE = 'P0SND';
END $$;
--> statement-breakpoint
CREATE TRIGGER sends_begin_reserved BEFORE INSERT ON sends FOR EACH ROW EXECUTE FUNCTION sends_refuse_start();
--> statement-breakpoint
-- The key of a send and what it was for never change.
CREATE FUNCTION sends_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the identity of a send never changes' USING ERRCODE = 'P0SND';
END $$;
--> statement-breakpoint
CREATE TRIGGER sends_identity BEFORE UPDATE ON sends FOR EACH ROW
  WHEN ((OLD.workspace_id, OLD.id, OLD.enrolment_id, OLD.step_key, OLD.campaign_id, OLD.prospect_id, OLD.origin)
    IS DISTINCT FROM (NEW.workspace_id, NEW.id, NEW.enrolment_id, NEW.step_key, NEW.campaign_id, NEW.prospect_id, NEW.origin))
  EXECUTE FUNCTION sends_refuse_rewrite();
--> statement-breakpoint
ALTER TABLE sends ADD CONSTRAINT sends_state_known CHECK (state IN ('reserved','dispatching','released','sent','rejected','unknown','held','closed')),
  ADD CONSTRAINT sends_spent_matches_state CHECK (spent = (state IN ('reserved','dispatching','sent','unknown','held')) OR state = 'rejected'),
  ADD CONSTRAINT sends_kept_of_drawn CHECK (kept <@ budgets),
  ADD CONSTRAINT sends_spent_keeps_all CHECK (NOT spent OR kept @> budgets),
  ADD CONSTRAINT sends_released_keeps_none CHECK (state <> 'released' OR kept = '{}'),
  ADD CONSTRAINT sends_origin_known CHECK (origin IN ('engine','typed','external')),
  -- A null would slip through the permanent unique key.
  ADD CONSTRAINT sends_keyed CHECK (enrolment_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE budgets ADD CONSTRAINT budgets_campaign_of_key CHECK ((key LIKE 'campaign.%') = (campaign_id <> '')),
  ADD CONSTRAINT budgets_anchor_known CHECK (anchor IN ('day', 'month')),
  ADD CONSTRAINT budgets_width_positive CHECK (width_ms > 0);
--> statement-breakpoint
-- The order in which slots were taken and caps were changed. Both happen under the budget's row lock, so the order is exact
-- and the audit can say which cap was in force for each send.
CREATE SEQUENCE ledger_order;
--> statement-breakpoint
ALTER TABLE sends ADD COLUMN IF NOT EXISTS taken bigint NOT NULL DEFAULT nextval('ledger_order');
--> statement-breakpoint
CREATE TABLE budget_changes (
  workspace_id text NOT NULL REFERENCES workspaces(id) ON DELETE RESTRICT, account_id text NOT NULL, key text NOT NULL, campaign_id text NOT NULL,
  ordinal bigint NOT NULL DEFAULT nextval('ledger_order'), cap int NOT NULL, anchor text, width_ms bigint NOT NULL, time_zone text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (workspace_id, account_id, key, campaign_id, ordinal));
--> statement-breakpoint
ALTER TABLE budget_changes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE budget_changes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON budget_changes TO headroom_app USING (workspace_id = current_setting('app.workspace_id', true)) WITH CHECK (workspace_id = current_setting('app.workspace_id', true));
--> statement-breakpoint
CREATE POLICY owner ON budget_changes TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT ON budget_changes TO headroom_app;
--> statement-breakpoint
CREATE FUNCTION budgets_note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO budget_changes (workspace_id, account_id, key, campaign_id, cap, anchor, width_ms, time_zone)
    VALUES (NEW.workspace_id, NEW.account_id, NEW.key, NEW.campaign_id, NEW.cap, NEW.anchor, NEW.width_ms, NEW.time_zone);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER budgets_note_new AFTER INSERT ON budgets FOR EACH ROW EXECUTE FUNCTION budgets_note_change();
--> statement-breakpoint
CREATE TRIGGER budgets_note_changed AFTER UPDATE OF cap, anchor, width_ms, time_zone ON budgets FOR EACH ROW
  WHEN ((OLD.cap, OLD.anchor, OLD.width_ms, OLD.time_zone) IS DISTINCT FROM (NEW.cap, NEW.anchor, NEW.width_ms, NEW.time_zone))
  EXECUTE FUNCTION budgets_note_change();
--> statement-breakpoint
-- Which budgets an action draws on; the same table as lib/domain/limits/budgets-of-action.ts.
CREATE TABLE action_budgets (action text NOT NULL, variant text NOT NULL, key text NOT NULL, PRIMARY KEY (action, variant, key));
--> statement-breakpoint
INSERT INTO action_budgets (action, variant, key) VALUES
  ('invite','plain','invite.day'),('invite','plain','invite.week'),('invite','plain','attempt.invite.day'),('invite','plain','ramp.invite.day'),('invite','plain','campaign.invite.day'),
  ('invite','note','invite.day'),('invite','note','invite.week'),('invite','note','invite_note.month'),('invite','note','attempt.invite.day'),('invite','note','ramp.invite.day'),('invite','note','campaign.invite.day'),
  ('message','plain','message.day'),('message','plain','message.hour'),('message','plain','engagement.day'),('message','plain','attempt.message.day'),('message','plain','ramp.message.day'),('message','plain','campaign.message.day'),
  ('inmail','credit','inmail.day'),('inmail','credit','inmail_credit.month'),('inmail','credit','attempt.inmail.day'),('inmail','credit','ramp.inmail.day'),('inmail','credit','campaign.inmail.day'),
  ('inmail','open','inmail.day'),('inmail','open','inmail_open.month'),('inmail','open','attempt.inmail.day'),('inmail','open','ramp.inmail.day'),('inmail','open','campaign.inmail.day'),
  ('visit','plain','profile_view.day'),('visit','plain','engagement.day'),('visit','plain','attempt.visit.day'),('visit','plain','ramp.profile_view.day'),
  ('resolve','plain','profile_view.day'),('resolve','plain','engagement.day'),('resolve','plain','attempt.resolve.day'),('resolve','plain','ramp.profile_view.day'),
  ('comment','plain','comment.day'),('comment','plain','engagement.day'),('comment','plain','attempt.comment.day'),('comment','plain','ramp.comment.day'),
  ('reaction','plain','reaction.day'),('reaction','plain','engagement.day'),('reaction','plain','attempt.reaction.day'),('reaction','plain','ramp.reaction.day'),
  ('withdraw','plain','withdraw.day'),('withdraw','plain','attempt.withdraw.day');
--> statement-breakpoint
GRANT SELECT ON action_budgets TO headroom_app;
