import { expect, test } from 'vitest';
import { pageHeaders } from './security-headers';

const policyOf = (input: { development: boolean; https: boolean }) =>
  pageHeaders({ nonce: 'n0nce', ...input })['Content-Security-Policy'] ?? '';

test('in production a script needs our own file or the nonce, and nobody may frame the page', () => {
  const policy = policyOf({ development: false, https: true });
  expect(policy).toContain("script-src 'self' 'nonce-n0nce';");
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain('upgrade-insecure-requests');
});

test('on a local http address nothing is forced to https', () => {
  expect(policyOf({ development: false, https: false })).not.toContain('upgrade-insecure-requests');
  expect(pageHeaders({ nonce: 'n', development: false, https: false })).not.toHaveProperty('Strict-Transport-Security');
});
