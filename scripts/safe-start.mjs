/**
 * Why production must not start with these settings: a sentence each, naming the setting; empty when it may.
 * `keptSecrets`: the data folder holds generated secrets of an earlier start, which count while the database is embedded.
 */
export function unsafeSettings(env, { keptSecrets = false } = {}) {
  return [
    ...missingProvider(env),
    ...badSecrets(env, keptSecrets && !env.DATABASE_URL),
    ...badEngine(env),
    ...(clockIsMoved(env) ? unsafeClock(env, clockSetting(env)) : []),
  ];
}

/** Why a clock other than real must not drive these settings: it would send in bursts to a real provider. */
export function unsafeClock(env, what = 'The clock of this database is not real') {
  const reasons = [];
  if (!isLoopback(env.UNIPILE_API_URL))
    reasons.push(`${what}: that needs a provider on this machine, and UNIPILE_API_URL is not.`);
  if (!usesLocalRunner(env)) reasons.push(`${what}: that needs the local runner, and an INNGEST_ setting replaces it.`);
  return reasons;
}

/** Whether the launcher runs the local runner: nothing says where else Inngest is. */
export function usesLocalRunner(env) {
  return !env.INNGEST_BASE_URL && !env.INNGEST_EVENT_KEY && !env.INNGEST_SIGNING_KEY;
}

/** Settings that are wrong in every mode: half of a pair. */
export function halfSettings(env) {
  const pairs = [
    ['UNIPILE_API_URL', 'UNIPILE_API_KEY'],
    ['INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY'],
  ];
  const halves = pairs.flatMap(([a, b]) => (Boolean(env[a]) === Boolean(env[b]) ? [] : [env[a] ? [a, b] : [b, a]]));
  const reasons = halves.map(([given, missing]) => `${given} is set and ${missing} is not: set both or neither.`);
  if (env.INNGEST_BASE_URL && !env.INNGEST_EVENT_KEY && !env.INNGEST_SIGNING_KEY) {
    reasons.push('INNGEST_BASE_URL is set and INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY are not: set all three.');
  }
  return reasons;
}

function missingProvider(env) {
  const needed = {
    UNIPILE_API_URL: 'the address of the Unipile API',
    UNIPILE_API_KEY: 'its key',
    UNIPILE_WEBHOOK_SECRET: 'the secret of the webhook endpoint',
  };
  const missing = Object.entries(needed).filter(([name]) => !env[name]);
  return missing.map(
    ([name, what]) => `${name} is missing: set it to ${what} (to try Headroom without, run \`npm run demo\`).`,
  );
}

function badSecrets(env, kept) {
  const reasons = [];
  if (!env.NEXTAUTH_SECRET) {
    if (!kept) reasons.push('NEXTAUTH_SECRET is missing: set it to at least 32 random characters.');
  } else if (env.NEXTAUTH_SECRET.length < 32)
    reasons.push('NEXTAUTH_SECRET is too short: it needs at least 32 characters.');
  if (!env.ENCRYPTION_KEY) {
    if (!kept) reasons.push('ENCRYPTION_KEY is missing: set it to 32 random bytes in base64.');
  } else if (Buffer.from(env.ENCRYPTION_KEY, 'base64').length !== 32) {
    reasons.push('ENCRYPTION_KEY is wrong: it must be 32 bytes in base64.');
  }
  return reasons;
}

function badEngine(env) {
  const half = halfSettings(env).filter((reason) => reason.startsWith('INNGEST_'));
  return env.INNGEST_DEV ? [...half, 'INNGEST_DEV is set: it turns request signatures off; unset it.'] : half;
}

function clockIsMoved(env) {
  return Boolean(env.CLOCK_START) || (Boolean(env.CLOCK_SPEED) && Number(env.CLOCK_SPEED) !== 1);
}

function clockSetting(env) {
  return env.CLOCK_START ? 'CLOCK_START is set' : `CLOCK_SPEED is ${env.CLOCK_SPEED}`;
}

function isLoopback(address) {
  if (!address || !URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
