CREATE TABLE "limit_changes" (
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"provider" text NOT NULL,
	"key" text NOT NULL,
	"plan" text NOT NULL,
	"field" text NOT NULL,
	"old_value" integer,
	"new_value" integer,
	"published" integer NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"changed_by" text NOT NULL,
	"acknowledged" text,
	CONSTRAINT "limit_changes_workspace_id_version_pk" PRIMARY KEY("workspace_id","version")
);

--> statement-breakpoint
ALTER TABLE limit_changes ADD CONSTRAINT limit_changes_workspace_exists FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE RESTRICT,
  ADD CONSTRAINT limit_changes_field_known CHECK (field IN ('cap', 'hardCap')),
  ADD CONSTRAINT limit_changes_none_or_more CHECK (new_value >= 0 AND published >= 0),
  ADD CONSTRAINT limit_changes_lift_acknowledged CHECK (field <> 'hardCap' OR new_value IS NULL OR new_value <= published OR (length(trim(acknowledged)) > 0) IS TRUE);
--> statement-breakpoint
ALTER TABLE limit_changes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE limit_changes FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON limit_changes TO headroom_app USING (workspace_id = current_setting('app.workspace_id', true)) WITH CHECK (workspace_id = current_setting('app.workspace_id', true));
--> statement-breakpoint
CREATE POLICY owner ON limit_changes TO CURRENT_USER USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT, INSERT ON limit_changes TO headroom_app;
--> statement-breakpoint
-- A version is one more than the last, and starts from what the last one of the same number left: no change is lost or made twice.
CREATE FUNCTION limit_changes_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_version int; last_value int; BEGIN
  SELECT coalesce(max(c.version), 0) INTO last_version FROM limit_changes c WHERE c.workspace_id = NEW.workspace_id AND c.version <> NEW.version;
  SELECT c.new_value INTO last_value FROM limit_changes c WHERE c.workspace_id = NEW.workspace_id AND c.version < NEW.version
    AND (c.provider, c.key, c.plan, c.field) = (NEW.provider, NEW.key, NEW.plan, NEW.field) ORDER BY c.version DESC LIMIT 1;
  IF NEW.version = last_version + 1 AND NEW.old_value IS NOT DISTINCT FROM last_value AND NEW.new_value IS DISTINCT FROM last_value THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'version % of the limits does not follow version %', NEW.version, last_version USING ERRCODE = 'P0LIM';
END $$;
--> statement-breakpoint
CREATE TRIGGER limit_changes_in_order AFTER INSERT ON limit_changes FOR EACH ROW EXECUTE FUNCTION limit_changes_follow();
--> statement-breakpoint
CREATE FUNCTION limit_changes_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'a change of a limit is never rewritten' USING ERRCODE = 'P0LIM';
END $$;
--> statement-breakpoint
CREATE TRIGGER limit_changes_append_only BEFORE UPDATE OR DELETE ON limit_changes FOR EACH ROW EXECUTE FUNCTION limit_changes_refuse_rewrite();
