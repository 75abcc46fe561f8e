import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_URL } from './testing/open-api-suite';
import type { RequestCall, RequestsWorld } from './testing/requests-world';
import { form, listName, openRequestsWorld } from './testing/requests-world';

let world: RequestsWorld;
beforeAll(async () => {
  world = await openRequestsWorld();
});
afterAll(() => world?.suite.close());

const call: RequestsWorld['call'] = (...args) => world.call(...args);
const post = (path: string, body: unknown, headers: Record<string, string> = {}, as: RequestCall['as'] = 'bearer') =>
  call('POST', path, { body, headers, as });
const listsNamed = (name: string) => world.listsNamed(name);

describe('an Idempotency-Key', () => {
  it('lets a request do its work once and conflicts with another body', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const first = await post('/lists', { name }, headers);
    const again = await post('/lists', { name }, headers);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect([first, again].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect((await post('/lists', { name: listName() }, headers)).body).toMatchObject({ status: 409, code: 'conflict' });
    expect(await listsNamed(name)).toBe(1);
  });

  it('gives a refusal again as it was', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const [first, again] = [await post('/lists', { name: '' }, headers), await post('/lists', { name: '' }, headers)];
    expect([again.status, again.body]).toEqual([422, first.body]);
    expect(again.headers.get('content-type')).toBe('application/problem+json');
  });

  it('lets one of many at the same time through, and the rest wait or get its answer', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('/lists', { name }, headers)));
    expect(await listsNamed(name)).toBe(1);
    const created = answers.filter((answer) => answer.status === 201);
    expect(new Set(created.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.status !== 201).every((answer) => answer.body.code === 'conflict')).toBe(
      true,
    );
  });

  it('knows a file again in a form with another boundary, and another file as another request', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const upload = (text: string) => call('POST', '/imports', { body: people(text, name), headers });
    const first = await upload('Email\nada@x.test\n');
    const again = await upload('Email\nada@x.test\n');
    expect([first.status, again.body]).toEqual([201, first.body]);
    expect((await upload('Email\nbo@x.test\n')).body.code).toBe('conflict');
  });

  it('keeps no token and no name in clear in the store', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const made = await post('/tokens', { role: 'viewer', name }, headers);
    expect(made.status).toBe(201);
    const kept = JSON.stringify(await world.suite.database.owner.orm.execute(sql`select body from idempotency_keys`));
    expect(kept).toContain('v1.');
    expect(kept.includes(made.body.token) || kept.includes(name)).toBe(false);
    expect((await post('/tokens', { role: 'viewer', name }, headers)).body.token).toBe(made.body.token);
  });

  it.each(['', 'with space', 'x'.repeat(201)])('%j is refused', async (key) => {
    expect((await post('/lists', { name: listName() }, { 'idempotency-key': key })).body.code).toBe(
      'validation_failed',
    );
  });
});

describe('a change with a session', () => {
  it.each<[string, Record<string, string>, number]>([
    ['our own page', { origin: APP_URL }, 201],
    [
      'a page that is opened under another name of this machine',
      { origin: 'http://localhost:3000', host: 'localhost:3000' },
      201,
    ],
    ['no page that it names', {}, 403],
    ['another port of the host', { origin: 'http://127.0.0.1:4000', host: '127.0.0.1:3000' }, 403],
    ['another site', { origin: 'https://evil.example' }, 403],
    ['the same host without its encryption', { origin: 'https://127.0.0.1:3000', host: '127.0.0.1:3000' }, 403],
    ['a page that hides itself', { origin: 'null' }, 403],
  ])('from %s', async (_page, headers, status) => {
    const name = listName();
    const answer = await post('/lists', { name }, headers, 'session');
    expect(answer.status).toBe(status);
    expect(await listsNamed(name)).toBe(status === 201 ? 1 : 0);
  });

  it('needs no origin to read, and a bearer token needs none to change', async () => {
    expect((await call('GET', '/me', { as: 'session' })).body).toMatchObject({ role: 'owner', tokenId: null });
    expect((await post('/lists', { name: listName() }, { origin: 'https://elsewhere.example' })).status).toBe(201);
  });
});

function people(text: string, name: string): FormData {
  const made = form({ listName: name });
  made.set('file', new File([text], 'people.csv', { type: 'text/csv' }));
  return made;
}
