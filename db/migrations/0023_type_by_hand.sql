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
