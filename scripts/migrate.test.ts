import { describe, expect, it } from 'vitest';
import { appDatabaseUrl } from '@/lib/platform/env';
import { appUrl } from './migrate.mjs';

describe('the address of the application role', () => {
  it.each([
    'postgres://owner:p%40ss%2Fword@db.test:6543/headroom?sslmode=require',
    'postgresql://owner@localhost/headroom',
    'postgres://owner:@127.0.0.1:5432/x',
  ])('is derived from %s as the application derives it', (owner) => {
    expect(appUrl(owner)).toBe(appDatabaseUrl(owner));
    expect(new URL(appUrl(owner)).username).toBe('headroom_app');
    expect(new URL(appUrl(owner)).password).toMatch(/^[0-9a-f]{64}$/);
  });
});
