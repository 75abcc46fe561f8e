import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

/**
 * Lets a connection keep what it has parsed and planned: every statement with values gets a name made of its text. The
 * runner's statements are few and fixed, and planning them anew is most of what they cost.
 */
export function prepareStatements(client: ClientBase): void {
  const query: (...args: unknown[]) => unknown = client.query.bind(client);
  const named = (...[first, second, ...rest]: unknown[]) =>
    typeof first === 'string' && Array.isArray(second)
      ? query({ name: nameOf(first), text: first, values: second }, ...rest)
      : query(first, second, ...rest);
  Object.assign(client, { query: named });
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `runner_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
