CREATE INDEX "enrolments_first_due" ON "enrolments" USING btree ("account_id","campaign_id","action","due_at") WHERE due_at is not null;
--> statement-breakpoint
-- The pick asks class by class and leaves out classes whose actions have no slot: work in another class would never be found.
ALTER TABLE enrolments ADD CONSTRAINT enrolments_class_of_action CHECK ((action IS NULL AND work_class IS NULL)
  OR (work_class = CASE action WHEN 'message' THEN 0 WHEN 'inmail' THEN 1 WHEN 'comment' THEN 2 WHEN 'reaction' THEN 2 WHEN 'invite' THEN 3 WHEN 'resolve' THEN 4 WHEN 'visit' THEN 4 END) IS TRUE);
