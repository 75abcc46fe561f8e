import { describe, expect, it } from 'vitest';
import { isInside, navItemsFor } from './nav-items';

describe('navItemsFor', () => {
  it('shows Admin to owners and admins alone', () => {
    const seesAdmin = (role: Parameters<typeof navItemsFor>[0]) =>
      navItemsFor(role).some((item) => item.href === '/admin');
    expect([seesAdmin('owner'), seesAdmin('admin'), seesAdmin('rep'), seesAdmin('viewer')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('isInside', () => {
  it('takes pages under a place in, and places that only begin alike out', () => {
    expect(isInside('/accounts/acc_1', '/accounts')).toBe(true);
    expect(isInside('/accounts-old', '/accounts')).toBe(false);
  });
});
