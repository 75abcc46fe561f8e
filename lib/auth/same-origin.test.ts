import { expect, test } from 'vitest';
import { isFromOurPages } from './same-origin';

const ask = (method: string, headers: Record<string, string>) =>
  isFromOurPages(
    new Request('http://127.0.0.1:3000/api/v1/controls/stop', {
      method,
      headers: { host: '127.0.0.1:3000', ...headers },
    }),
    'https://headroom.example',
  );

test.each([
  ['another port of the same host', { 'sec-fetch-site': 'same-site' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a foreign origin of a browser without fetch metadata', { origin: 'http://127.0.0.1:4000' }],
  ['an origin that is hidden', { origin: 'null' }],
])('a change asked for by %s is not ours', (_name, headers) => {
  expect(ask('PUT', headers)).toBe(false);
  expect(ask('GET', headers)).toBe(true);
});

test.each([
  ['a page of ours', { 'sec-fetch-site': 'same-origin' }],
  ['our host', { origin: 'http://127.0.0.1:3000' }],
  ['our public address behind a proxy', { origin: 'https://headroom.example' }],
  ['a program', {}],
])('a change asked for by %s is ours', (_name, headers) => {
  expect(ask('POST', headers)).toBe(true);
});
