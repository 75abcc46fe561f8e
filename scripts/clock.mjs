import postgres from 'postgres';

/**
 * Seeds the clock row of a new database (a `real` clock when neither a start nor a speed other than 1 is given) and returns
 * its mode. A row that is there stays: after a restart time goes on where it was (design.md section 2).
 */
export async function ensureClock(databaseUrl, { clockStart, clockSpeed = 1 }) {
  const speed = Number(clockSpeed);
  if (!(speed > 0)) throw new Error(`CLOCK_SPEED is ${clockSpeed}: it must be a number above 0`);
  const start = clockStart ? new Date(clockStart) : undefined;
  if (start && Number.isNaN(start.getTime()))
    throw new Error(`CLOCK_START is ${clockStart}: it must be a time like 2026-03-02T08:55:00Z`);
  const mode = start || speed !== 1 ? 'scaled' : 'real';
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`insert into clock (id, mode, real_origin, app_origin, speed)
      values (1, ${mode}, clock_timestamp(), coalesce(${start ?? null}::timestamptz, clock_timestamp()), ${speed})
      on conflict do nothing`;
    const [row] = await sql`select mode from clock where id = 1`;
    return row.mode;
  } finally {
    await sql.end();
  }
}

/** The next Tuesday 08:55 in Berlin after `now`: a demo that starts there shows a sending day from its first minute. */
export function demoStart(now) {
  for (let day = 1; day <= 7; day += 1) {
    const date = new Date(now.getTime() + day * 86_400_000);
    // Berlin is one or two hours ahead of UTC: one of the two candidates reads 08:55 there.
    for (const hourUtc of [6, 7]) {
      const candidate = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), hourUtc, 55));
      if (berlin.format(candidate) === 'Tue 08:55') return candidate;
    }
  }
  throw new Error('a week without a Tuesday');
}

const berlin = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
