import { describe, expect, it } from 'vitest';
import { safePath } from './safe-path';

const origin = 'http://127.0.0.1:3000';

describe('safePath', () => {
  it('keeps our own pages with their query', () => {
    expect(safePath('/accounts/acc_1?tab=ramp#x', origin)).toBe('/accounts/acc_1?tab=ramp#x');
    expect(safePath('http://127.0.0.1:3000/campaigns', origin)).toBe('/campaigns');
  });

  it.each([
    'https://evil.example/a',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'http://127.0.0.1:3000//evil.example',
    'javascript:alert(1)',
    '/sign-in?callbackUrl=/sign-in',
    'http://',
  ])('never leads to another site, a script or back to the sign-in: %s', (wanted) => {
    expect(safePath(wanted, origin)).toBe('/today');
  });
});
