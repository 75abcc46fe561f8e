import { describe, expect, it } from 'vitest';
import { isInside, navItemsFor, placeOf } from './nav-items';

describe('navItemsFor', () => {
  it('shows Admin and System to owners and admins alone', () => {
    const seesAdmin = (role: Parameters<typeof navItemsFor>[0]) =>
      navItemsFor(role).some((item) => item.href.startsWith('/admin'));
    expect([seesAdmin('owner'), seesAdmin('admin'), seesAdmin('rep'), seesAdmin('viewer')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('placeOf', () => {
  it('is the innermost place, so that only one entry is the current one', () => {
    const items = navItemsFor('admin');
    expect(placeOf('/admin/system/runs/r1', items)?.label).toBe('System');
    expect(placeOf('/admin', items)?.label).toBe('Admin');
    expect(placeOf('/sign-in', items)).toBeUndefined();
  });
});

describe('isInside', () => {
  it('takes pages under a place in, and places that only begin alike out', () => {
    expect(isInside('/accounts/acc_1', '/accounts')).toBe(true);
    expect(isInside('/accounts-old', '/accounts')).toBe(false);
  });
});
