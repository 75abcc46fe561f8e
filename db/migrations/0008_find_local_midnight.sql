-- The first instant that reads as the wall time l or later in a zone. A time that the clocks show twice is its first showing:
-- PostgreSQL takes the later one, which would leave out the hour between them (Havana and the Azores repeat their midnight).
-- The offset of a day before tells the first one; it is taken only where it reads as l or later, so a change elsewhere is no matter.
CREATE FUNCTION local_start(l timestamp, p_zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN early.at AT TIME ZONE p_zone >= l THEN least(early.at, l AT TIME ZONE p_zone) ELSE l AT TIME ZONE p_zone END
  FROM (SELECT (l AT TIME ZONE 'UTC') - ((late.at AT TIME ZONE p_zone) - (late.at AT TIME ZONE 'UTC')) AS at
    FROM (SELECT (l AT TIME ZONE p_zone) - interval '1 day' AS at) late) early $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION budget_window_start(t timestamptz, p_anchor text, p_width_ms bigint, p_zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_anchor IS NULL THEN t - p_width_ms * interval '1 millisecond'
    ELSE least(local_start(date_trunc(p_anchor, t AT TIME ZONE p_zone), p_zone) - interval '1 millisecond', t - p_width_ms * interval '1 millisecond') END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION budget_frees_at(t timestamptz, p_anchor text, p_width_ms bigint, p_zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_anchor IS NULL THEN t + p_width_ms * interval '1 millisecond'
    ELSE greatest(local_start(date_trunc(p_anchor, t AT TIME ZONE p_zone) + ('1 ' || p_anchor)::interval, p_zone), t + p_width_ms * interval '1 millisecond') END $$;
