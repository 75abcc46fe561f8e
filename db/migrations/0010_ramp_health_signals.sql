ALTER TABLE "action_paces" ADD COLUMN "rate_limit" integer;--> statement-breakpoint
ALTER TABLE "action_paces" ADD COLUMN "rate_remaining" integer;--> statement-breakpoint
ALTER TABLE "action_paces" ADD COLUMN "rate_reset_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "action_paces" ADD COLUMN "rate_seen_at" timestamp (3) with time zone;