import { describe, expect, it } from 'vitest';
import { halfSettings, unsafeClock, unsafeSettings } from './safe-start.mjs';

const SAFE = {
  UNIPILE_API_URL: 'https://api.unipile.test',
  UNIPILE_API_KEY: 'key',
  UNIPILE_WEBHOOK_SECRET: 'secret',
  NEXTAUTH_SECRET: 'n'.repeat(32),
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
};
const LOOPBACK = { ...SAFE, UNIPILE_API_URL: 'http://127.0.0.1:4010' };
/** The settings that the sentences name first. */
const named = (sentences: string[]) => sentences.map((sentence) => sentence.split(' ')[0]);

describe('production', () => {
  it('starts with every setting in order', () => {
    expect(unsafeSettings(SAFE)).toEqual([]);
  });

  it.each(Object.keys(SAFE))('does not start without %s and names it', (name) => {
    expect(named(unsafeSettings({ ...SAFE, [name]: '' }))).toEqual([name]);
  });

  it('takes generated secrets of its data folder only while the database is embedded, too', () => {
    const bare = { ...SAFE, NEXTAUTH_SECRET: undefined, ENCRYPTION_KEY: undefined };
    expect(unsafeSettings(bare, { keptSecrets: true })).toEqual([]);
    const external = { ...bare, DATABASE_URL: 'postgres://db.test/headroom' };
    expect(named(unsafeSettings(external, { keptSecrets: true }))).toEqual(['NEXTAUTH_SECRET', 'ENCRYPTION_KEY']);
  });

  it('refuses secrets too short to protect anything', () => {
    expect(named(unsafeSettings({ ...SAFE, NEXTAUTH_SECRET: 'short', ENCRYPTION_KEY: 'c2hvcnQ=' }))).toEqual([
      'NEXTAUTH_SECRET',
      'ENCRYPTION_KEY',
    ]);
  });

  it('refuses INNGEST_DEV, which turns signatures off', () => {
    expect(named(unsafeSettings({ ...SAFE, INNGEST_DEV: '1' }))).toEqual(['INNGEST_DEV']);
  });

  it.each([{ CLOCK_SPEED: '60' }, { CLOCK_START: '2026-03-03T08:00:00Z' }, { CLOCK_SPEED: 'fast' }])(
    'refuses %o with a provider elsewhere',
    (clock) => {
      expect(unsafeSettings({ ...SAFE, ...clock }).join()).toContain('UNIPILE_API_URL');
      expect(unsafeSettings({ ...LOOPBACK, ...clock })).toEqual([]);
    },
  );

  it('takes CLOCK_SPEED 1 for the real clock', () => {
    expect(unsafeSettings({ ...SAFE, CLOCK_SPEED: '1' })).toEqual([]);
  });

  it('refuses another clock with Inngest elsewhere', () => {
    const inngest = { INNGEST_EVENT_KEY: 'e', INNGEST_SIGNING_KEY: 's' };
    expect(unsafeSettings({ ...LOOPBACK, ...inngest, CLOCK_SPEED: '60' }).join()).toContain('local runner');
    expect(unsafeSettings({ ...LOOPBACK, ...inngest })).toEqual([]);
  });

  it.each(['http://127.0.0.1.evil.test', 'http://10.0.0.1', 'nonsense', ''])('does not take %j for loopback', (url) => {
    expect(unsafeClock({ ...SAFE, UNIPILE_API_URL: url })).toHaveLength(1);
  });

  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'http://127.9.9.9'])(
    'takes %j for loopback',
    (url) => {
      expect(unsafeClock({ ...SAFE, UNIPILE_API_URL: url })).toEqual([]);
    },
  );
});

describe('half a pair of settings', () => {
  it('is named with the missing half', () => {
    expect(halfSettings({ UNIPILE_API_KEY: 'k', INNGEST_EVENT_KEY: 'e' })).toEqual([
      'UNIPILE_API_KEY is set and UNIPILE_API_URL is not: set both or neither.',
      'INNGEST_EVENT_KEY is set and INNGEST_SIGNING_KEY is not: set both or neither.',
    ]);
  });

  it('includes an Inngest address without keys', () => {
    expect(named(halfSettings({ INNGEST_BASE_URL: 'https://inngest.test' }))).toEqual(['INNGEST_BASE_URL']);
  });
});
