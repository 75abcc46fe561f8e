ALTER TABLE "prospects" ADD COLUMN "stopped_by" text;--> statement-breakpoint
CREATE INDEX "prospects_stopped" ON "prospects" USING btree ("workspace_id","id") WHERE stopped_at is not null;
