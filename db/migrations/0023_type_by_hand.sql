CREATE TABLE "typed_sends" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"prospect_id" text NOT NULL,
	"action" text NOT NULL,
	"words_hash" text NOT NULL,
	"typed_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "typed_sends_person" ON "typed_sends" USING btree ("account_id","prospect_id");--> statement-breakpoint
ALTER TABLE typed_sends ADD CONSTRAINT typed_sends_workspace_exists FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE RESTRICT,
  ADD CONSTRAINT typed_sends_account_exists FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE RESTRICT,
  ADD CONSTRAINT typed_sends_action_known CHECK (action IN ('invite', 'message'));
--> statement-breakpoint
ALTER TABLE typed_sends ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE typed_sends FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON typed_sends TO headroom_app USING (workspace_id = current_setting('app.workspace_id', true)) WITH CHECK (workspace_id = current_setting('app.workspace_id', true));
--> statement-breakpoint
CREATE POLICY owner ON typed_sends TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
-- Kept once, and never rewritten: a key stands for the words it was first sent with.
GRANT SELECT, INSERT ON typed_sends TO headroom_app;
--> statement-breakpoint
-- Answers to invitations that an account has received draw on budgets of their own (limits.md §1, "every other action").
INSERT INTO action_budgets (action, variant, key) VALUES ('accept', 'plain', 'accept.day'), ('accept', 'plain', 'attempt.accept.day'),
  ('refuse', 'plain', 'refuse.day'), ('refuse', 'plain', 'attempt.refuse.day');
--> statement-breakpoint
-- Accounts that have their budgets already get these at once, with what is published for every action: no day has drawn on them.
INSERT INTO budgets (workspace_id, account_id, key, campaign_id, anchor, width_ms, time_zone, zone_change_at, cap, used, since)
  SELECT b.workspace_id, b.account_id, replace(b.key, 'withdraw', a.action), b.campaign_id, b.anchor, b.width_ms, b.time_zone, b.zone_change_at, 100, 0, b.since
  FROM budgets b CROSS JOIN (VALUES ('accept'), ('refuse')) a(action) WHERE b.key IN ('withdraw.day', 'attempt.withdraw.day');
--> statement-breakpoint
INSERT INTO action_paces (workspace_id, account_id, action, gap_ms_min)
  SELECT p.workspace_id, p.account_id, a.action, p.gap_ms_min FROM action_paces p CROSS JOIN (VALUES ('accept'), ('refuse')) a(action) WHERE p.action = 'withdraw';
