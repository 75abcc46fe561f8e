import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json';
import { holdsKey, isSigningKey, loopbackHost } from './keys';
import { isSigned, sign } from './signature';

const KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const NOW_MS = 1_800_000_000_000;

test('a signature holds for its body, its key and five minutes', () => {
  const header = sign('{"a":1}', KEY, NOW_MS);
  expect(isSigned('{"a":1}', header, KEY, NOW_MS + 299_000)).toBe(true);
  expect(isSigned('{"a":2}', header, KEY, NOW_MS)).toBe(false);
  expect(isSigned('{"a":1}', header, KEY.replace('a1', 'a2'), NOW_MS)).toBe(false);
  expect(isSigned('{"a":1}', header, KEY, NOW_MS + 301_000)).toBe(false);
  expect(isSigned('{"a":1}', header.replace('&s=', '&s=00'), KEY, NOW_MS)).toBe(false);
  expect(isSigned('{"a":1}', null, KEY, NOW_MS)).toBe(false);
});

test('JSON is canonical: keys by code units, no spaces, nothing undefined', () => {
  expect(canonicalJson({ b: [1, { z: null, y: 'ü' }], a: undefined, B: 1e21, é: true, a1: '\u2028' })).toBe(
    '{"B":1e+21,"a1":"\u2028","b":[1,{"y":"ü","z":null}],"é":true}',
  );
});

test('a bearer is the key or its hash, and nothing like it', () => {
  const hashed = `Bearer ${createHash('sha256').update(Buffer.from(KEY, 'hex')).digest('hex')}`;
  expect(holdsKey(`Bearer ${KEY}`, KEY)).toBe(true);
  expect(holdsKey(hashed, KEY)).toBe(true);
  expect(holdsKey(hashed, KEY.replace('a1', 'a2'))).toBe(false);
  expect(holdsKey(KEY, KEY)).toBe(false);
  expect(holdsKey('Bearer ', KEY)).toBe(false);
  expect(holdsKey(undefined, KEY)).toBe(false);
});

test('only loopback names pass as Host', () => {
  expect(['127.0.0.1:80', 'localhost', '[::1]:9'].every(loopbackHost)).toBe(true);
  expect(['127.0.0.1.evil.test', 'evil.test:80', '', 'localhost.evil', undefined].some(loopbackHost)).toBe(false);
});

test('a signing key is hex, long enough, and even', () => {
  expect([KEY, `signkey-prod-${KEY}`, KEY + KEY].every(isSigningKey)).toBe(true);
  expect(['', 'secret', `${KEY}a`, KEY.slice(2), `${KEY.slice(2)}zz`].some(isSigningKey)).toBe(false);
});
