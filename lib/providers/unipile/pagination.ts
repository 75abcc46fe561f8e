import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Page, ReadResult } from '../port';
import { errorOf } from './errors';
import { readResult } from './outcome';
import { rateHeaders, type UnipileClient } from './request';

/**
 * One page of a list, uncached unless said. Which style a list has is not documented per method, so it is followed from the
 * answers: a cursor if one is given, else offset + limit until an empty page (a short page is not the end). `next`
 * says which, and ends a list whose server ignores the offset and would begin again.
 */
export async function readPage<T>(
  client: UnipileClient,
  path: string,
  query: Record<string, string>,
  item: z.ZodType<T>,
  page: string | null,
  { fresh = true }: { fresh?: boolean } = {},
): Promise<ReadResult<Page<T>>> {
  const at = positionOf(page);
  if (at === null) return { ok: false, code: 'not_found', detail: 'There is no such page.', headers: {} };
  // A cursor holds the query it began with, and is sent alone.
  const parameters: Record<string, string> =
    'cursor' in at
      ? { cursor: at.cursor }
      : { ...query, limit: String(PAGE_LIMIT), ...(at.offset === 0 ? {} : { offset: String(at.offset) }) };
  const exchanged = await client.read(`${path}?${new URLSearchParams(parameters)}`, { fresh });
  const isLater = 'offset' in at && at.offset > 0;
  if (isLater && exchanged.kind === 'response') {
    const error = errorOf(exchanged);
    // A list that pages by cursor and gave none was complete: it refuses the offset.
    if (error?.status === 400 && /cursor/i.test(error.reason))
      return { ok: true, value: END, headers: rateHeaders(exchanged) };
  }
  const read = readResult(exchanged, bodyOf(item));
  if (!read.ok) return read;
  const { data, total_count: total, next_cursor: cursor } = read.value;
  const first = fingerprint(data[0]);
  if (isLater && at.first === first) return { ok: true, value: END, headers: read.headers };
  const next = nextOf(at, data.length, cursor, total ?? null, first);
  return { ok: true, value: { items: data, next: next === null ? null : encode(next) }, headers: read.headers };
}

const PAGE_LIMIT = 100;
const END: Page<never> = { items: [], next: null };

const position = z.union([
  z.object({ cursor: z.string().min(1) }),
  z.object({ offset: z.number().int().nonnegative(), first: z.string() }),
]);
type Position = z.infer<typeof position>;

function bodyOf<T>(item: z.ZodType<T>) {
  return z.object({
    data: z.array(item),
    total_count: z.number().nullish(),
    next_cursor: z.string().nullish(),
  });
}

/** Tells a repeated page without carrying anyone's data in `next`. */
function fingerprint(item: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(item ?? null))
    .digest('base64url')
    .slice(0, 16);
}

function nextOf(
  at: Position,
  count: number,
  cursor: string | null | undefined,
  total: number | null,
  first: string,
): Position | null {
  if (cursor) return { cursor };
  if ('cursor' in at || count === 0) return null;
  const offset = at.offset + PAGE_LIMIT;
  // An explicit null ends a list unless the list's own count says that there is more.
  if (cursor === null && (total === null || offset >= total)) return null;
  return { offset, first };
}

function encode(next: Position): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url');
}

/** Null for a text that no page gave out: it may have come from outside. */
function positionOf(page: string | null): Position | null {
  if (page === null) return { offset: 0, first: '' };
  try {
    return position.parse(JSON.parse(Buffer.from(page, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
