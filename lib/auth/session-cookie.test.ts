import { encode } from 'next-auth/jwt';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address';
import { cookieIn, sessionCookieName, sessionIdIn } from './session-cookie';

const secret = { NEXTAUTH_SECRET: 'a secret of the tests' };

test('a session id is read from a cookie of ours alone', async () => {
  const ours = await encode({ token: { sid: 'abc' }, secret: secret.NEXTAUTH_SECRET });
  const theirs = await encode({ token: { sid: 'abc' }, secret: 'another secret, also long' });
  const old = await encode({ token: { sid: 'abc' }, secret: secret.NEXTAUTH_SECRET, maxAge: -60 });
  expect(await sessionIdIn(ours, secret)).toBe('abc');
  expect(await sessionIdIn(theirs, secret)).toBeNull();
  expect(await sessionIdIn(old, secret)).toBeNull();
  expect(await sessionIdIn(`${ours.slice(0, -3)}AAA`, secret)).toBeNull();
  expect(await sessionIdIn(undefined, secret)).toBeNull();
});

test('cookies are for https alone where the address is https', () => {
  expect(sessionCookieName({ APP_URL: 'https://headroom.example' })).toBe('__Secure-next-auth.session-token');
  expect(sessionCookieName({ APP_URL: 'http://127.0.0.1:3000' })).toBe('next-auth.session-token');
});

test('a cookie is found by its whole name', () => {
  expect(cookieIn('xa=1; a=2=3; b=4', 'a')).toBe('2=3');
  expect(cookieIn('xa=1', 'a')).toBeUndefined();
  expect(cookieIn(null, 'a')).toBeUndefined();
});

test('of a forwarded address only the part that the nearest proxy wrote counts', () => {
  expect(clientAddress({ 'x-forwarded-for': '6.6.6.6, 10.0.0.7' })).toBe('10.0.0.7');
  expect(clientAddress({})).toBeNull();
});
