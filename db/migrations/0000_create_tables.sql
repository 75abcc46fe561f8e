CREATE TABLE "account_links" (
	"workspace_id" text NOT NULL,
	"state_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"provider" text NOT NULL,
	"reconnect_account_id" text,
	"details" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"account_id" text
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"name" text NOT NULL,
	"owner_id" text NOT NULL,
	"tier" text NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"state_changed_at" timestamp (3) with time zone NOT NULL,
	"country" text,
	"time_zone" text,
	"working_hours" jsonb NOT NULL,
	"days_off" jsonb NOT NULL,
	"targets" jsonb NOT NULL,
	"age_days" integer,
	"connections" integer,
	"active_last30_days" boolean,
	"inmail_credits" integer,
	"inmail_credits_at" timestamp (3) with time zone,
	"health_checked_at" timestamp (3) with time zone,
	"ramp_week" integer NOT NULL,
	"ramp_weeks" integer NOT NULL,
	"ramp_stepped_up_at" timestamp (3) with time zone,
	"ramp_stepped_back_at" timestamp (3) with time zone,
	"restricted_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"paused_by" text,
	"pause_reason" text,
	"next_slot_at" timestamp (3) with time zone,
	"connected_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accounts_provider_account_unique" UNIQUE("workspace_id","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "action_paces" (
	"workspace_id" text NOT NULL,
	"account_id" text NOT NULL,
	"action" text NOT NULL,
	"gap_ms_min" integer NOT NULL,
	"last_at" timestamp (3) with time zone,
	"stopped_until" timestamp (3) with time zone,
	"stop_reason" text,
	"stopped_at" timestamp (3) with time zone,
	"stops_in_row" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "action_paces_workspace_id_account_id_action_pk" PRIMARY KEY("workspace_id","account_id","action")
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"object_id" text,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"window_starts_at" timestamp (3) with time zone NOT NULL,
	"failures" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "auth_users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"workspace_id" text NOT NULL,
	"account_id" text NOT NULL,
	"key" text NOT NULL,
	"campaign_id" text NOT NULL,
	"anchor" text,
	"width_ms" bigint NOT NULL,
	"time_zone" text NOT NULL,
	"cap" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "budgets_workspace_id_account_id_key_campaign_id_pk" PRIMARY KEY("workspace_id","account_id","key","campaign_id"),
	CONSTRAINT "budgets_used_not_negative" CHECK ("budgets"."used" >= 0),
	CONSTRAINT "budgets_cap_not_negative" CHECK ("budgets"."cap" >= 0)
);
--> statement-breakpoint
CREATE TABLE "campaign_senders" (
	"workspace_id" text NOT NULL,
	"campaign_id" text NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "campaign_senders_workspace_id_campaign_id_account_id_pk" PRIMARY KEY("workspace_id","campaign_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"owner_id" text NOT NULL,
	"daily_limit" integer,
	"cap_invite" integer,
	"cap_message" integer,
	"cap_inmail" integer,
	"smooth_week" boolean DEFAULT true NOT NULL,
	"risk_acknowledged_by" text,
	"risk_acknowledged_at" timestamp (3) with time zone,
	"launched_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"paused_by" text,
	"pause_reason" text,
	"completed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clock" (
	"id" integer PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"real_origin" timestamp (3) with time zone NOT NULL,
	"app_origin" timestamp (3) with time zone NOT NULL,
	"speed" double precision NOT NULL,
	CONSTRAINT "clock_single_row" CHECK ("clock"."id" = 1),
	CONSTRAINT "clock_speed_positive" CHECK ("clock"."speed" > 0)
);
--> statement-breakpoint
CREATE TABLE "controls" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"target_id" text,
	"action" text,
	"reason" text,
	"stopped_by" text NOT NULL,
	"stopped_at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone,
	"ended_by" text,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"prospect_id" text NOT NULL,
	"account_id" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"step_id" text,
	"step_since" timestamp (3) with time zone,
	"action" text,
	"work_class" smallint,
	"priority" smallint DEFAULT 1 NOT NULL,
	"due_at" timestamp (3) with time zone,
	"wake_at" timestamp (3) with time zone,
	"invited_at" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"replied_at" timestamp (3) with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"allow_parallel" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "enrolments_once_per_campaign" UNIQUE("workspace_id","campaign_id","prospect_id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" text NOT NULL,
	"key" text NOT NULL,
	"actor_id" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_actor_id_key_pk" PRIMARY KEY("workspace_id","actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"prospect_id" text,
	"suppressed_at" timestamp (3) with time zone,
	"suppressed_reason" text,
	"suppressed_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "identities_workspace_id_kind_value_pk" PRIMARY KEY("workspace_id","kind","value")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"workspace_id" text NOT NULL,
	"import_id" text NOT NULL,
	"row_number" integer NOT NULL,
	"verdict" text NOT NULL,
	"prospect_id" text,
	"problems" jsonb NOT NULL,
	"label" text,
	CONSTRAINT "import_rows_workspace_id_import_id_row_number_pk" PRIMARY KEY("workspace_id","import_id","row_number")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"list_id" text NOT NULL,
	"file_name" text NOT NULL,
	"file_hash" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"state" text NOT NULL,
	"rows" integer NOT NULL,
	"created" integer NOT NULL,
	"merged" integer NOT NULL,
	"duplicate" integer NOT NULL,
	"suppressed" integer NOT NULL,
	"invalid" integer NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"id" text PRIMARY KEY NOT NULL,
	"lease_until" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"prospect_id" text,
	"send_id" text,
	"provider_request_id" text,
	"state" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "invitations_request_unique" UNIQUE("workspace_id","account_id","provider_request_id")
);
--> statement-breakpoint
CREATE TABLE "list_members" (
	"workspace_id" text NOT NULL,
	"list_id" text NOT NULL,
	"prospect_id" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "list_members_workspace_id_list_id_prospect_id_pk" PRIMARY KEY("workspace_id","list_id","prospect_id")
);
--> statement-breakpoint
CREATE TABLE "lists" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "memberships_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "prospects" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"first_name" text,
	"last_name" text,
	"full_name" text,
	"company" text,
	"title" text,
	"location" text,
	"email" text,
	"phone" text,
	"linkedin_slug" text,
	"custom" jsonb NOT NULL,
	"replied_at" timestamp (3) with time zone,
	"opted_out_at" timestamp (3) with time zone,
	"stopped_at" timestamp (3) with time zone,
	"stop_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"provider_event_id" text NOT NULL,
	"account_id" text,
	"type" text NOT NULL,
	"body_encrypted" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone,
	"outcome" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "provider_events_once" UNIQUE("workspace_id","provider_event_id")
);
--> statement-breakpoint
CREATE TABLE "ramp_days" (
	"workspace_id" text NOT NULL,
	"account_id" text NOT NULL,
	"local_date" date NOT NULL,
	"week" integer NOT NULL,
	"weeks" integer NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"inputs" jsonb NOT NULL,
	"caps" jsonb NOT NULL,
	"targets" jsonb NOT NULL,
	"time_zone" text NOT NULL,
	"open_hours" "tstzmultirange" NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ramp_days_workspace_id_account_id_local_date_pk" PRIMARY KEY("workspace_id","account_id","local_date")
);
--> statement-breakpoint
CREATE TABLE "resolutions" (
	"workspace_id" text NOT NULL,
	"account_id" text NOT NULL,
	"prospect_id" text NOT NULL,
	"provider_user_id" text NOT NULL,
	"degree" integer,
	"open_profile" boolean,
	"open_profile_at" timestamp (3) with time zone,
	"visit_token" text,
	"resolved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "resolutions_workspace_id_account_id_prospect_id_pk" PRIMARY KEY("workspace_id","account_id","prospect_id")
);
--> statement-breakpoint
CREATE TABLE "sends" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"campaign_id" text,
	"enrolment_id" text,
	"step_key" text NOT NULL,
	"prospect_id" text,
	"action" text NOT NULL,
	"origin" text NOT NULL,
	"state" text NOT NULL,
	"spent" boolean NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"fence" text NOT NULL,
	"budgets" text[] NOT NULL,
	"kept" text[] NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"dispatched_at" timestamp (3) with time zone,
	"deadline_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"provider_ref" text,
	"answer" jsonb,
	CONSTRAINT "sends_once_per_step" UNIQUE("enrolment_id","step_key"),
	CONSTRAINT "sends_attempt_positive" CHECK ("sends"."attempt" >= 1)
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"send_id" text,
	"action" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"headers" jsonb NOT NULL,
	"hour_before" jsonb NOT NULL,
	"detail" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"parent_id" text,
	"branch" text NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"delay_days" integer,
	"timeout_days" integer,
	"text" text,
	"subject" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"prospect_id" text,
	"provider_chat_id" text NOT NULL,
	"last_inbound_at" timestamp (3) with time zone,
	"last_outbound_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "threads_chat_unique" UNIQUE("workspace_id","account_id","provider_chat_id")
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"workspace_id" text NOT NULL,
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"hash" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"control_changed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "accounts_workspace" ON "accounts" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "auth_sessions_user" ON "auth_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "budgets_campaign" ON "budgets" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "campaign_senders_account" ON "campaign_senders" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "campaigns_workspace" ON "campaigns" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "controls_workspace" ON "controls" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_one_active_campaign" ON "enrolments" USING btree ("workspace_id","prospect_id") WHERE active and not allow_parallel;--> statement-breakpoint
CREATE INDEX "enrolments_due" ON "enrolments" USING btree ("account_id","work_class","campaign_id","priority","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "enrolments_wake" ON "enrolments" USING btree ("workspace_id","wake_at") WHERE wake_at is not null;--> statement-breakpoint
CREATE INDEX "enrolments_prospect" ON "enrolments" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "enrolments_campaign_state" ON "enrolments" USING btree ("campaign_id","state");--> statement-breakpoint
CREATE INDEX "identities_prospect" ON "identities" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "invitations_account_sent" ON "invitations" USING btree ("account_id","sent_at");--> statement-breakpoint
CREATE INDEX "invitations_prospect" ON "invitations" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "list_members_prospect" ON "list_members" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "prospects_workspace_created" ON "prospects" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "provider_events_unapplied" ON "provider_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "resolutions_provider_user" ON "resolutions" USING btree ("account_id","provider_user_id");--> statement-breakpoint
CREATE INDEX "sends_account_at" ON "sends" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "sends_workspace_at" ON "sends" USING btree ("workspace_id","at","id");--> statement-breakpoint
CREATE INDEX "sends_prospect" ON "sends" USING btree ("prospect_id");--> statement-breakpoint
CREATE INDEX "signals_account_at" ON "signals" USING btree ("account_id","at");--> statement-breakpoint
CREATE INDEX "steps_campaign" ON "steps" USING btree ("campaign_id");