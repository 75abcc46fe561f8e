import { z } from 'zod';
import { type Answer, ok, problem } from './answers';

/** Offset style: `offset` and `limit`, with the total; a cursor is refused as the API does (unipile.md §2). */
export function pageByOffset<T>(items: T[], query: URLSearchParams, limitMax: number): Paged<T> {
  if (query.has('cursor')) return refused('Use offset and limit for pagination.');
  const parsed = OFFSET.safeParse(Object.fromEntries(query));
  if (!parsed.success || parsed.data.limit > limitMax) return refused('offset or limit is out of range.');
  const { offset, limit } = parsed.data;
  return { ok: true, items: items.slice(offset, offset + limit), totalCount: items.length, nextCursor: null };
}

/**
 * Cursor style: the cursor holds the limit and the key of the last item, so that an item added at the front moves
 * nothing. Items are newest first and `keyOf` falls along the list.
 */
export function pageByCursor<T>(
  items: T[],
  query: URLSearchParams,
  limitMax: number,
  keyOf: (item: T) => string,
): Paged<T> {
  if (query.has('offset')) return refused('Use cursor for pagination.');
  const text = query.get('cursor');
  const cursor = text === null ? null : parseCursor(text);
  if (text !== null && cursor === null) return refused('The cursor is not valid.');
  const limit = cursor === null ? LIMIT.safeParse(query.get('limit') ?? undefined) : LIMIT.safeParse(cursor.limit);
  if (!limit.success || limit.data > limitMax) return refused('limit is out of range.');
  const rest = cursor === null ? items : items.filter((item) => keyOf(item) < cursor.after);
  const page = rest.slice(0, limit.data);
  const last = page.at(-1);
  const more = last !== undefined && rest.length > page.length;
  const nextCursor = more
    ? Buffer.from(JSON.stringify({ limit: limit.data, after: keyOf(last) })).toString('base64url')
    : null;
  return { ok: true, items: page, totalCount: null, nextCursor };
}

/** The body of a list of provider objects. */
export function listAnswer(page: { totalCount: number | null; nextCursor: string | null }, data: unknown[]): Answer {
  const total = page.totalCount === null ? {} : { total_count: page.totalCount };
  return ok({ data, ...total, next_cursor: page.nextCursor });
}

export type Paged<T> =
  | { ok: true; items: T[]; totalCount: number | null; nextCursor: string | null }
  | { ok: false; answer: Answer };

const LIMIT = z.coerce.number().int().min(1).default(20);
const OFFSET = z.object({ offset: z.coerce.number().int().min(0).default(0), limit: LIMIT });
const CURSOR = z.object({ limit: z.number(), after: z.string() });

function refused(detail: string): { ok: false; answer: Answer } {
  return { ok: false, answer: problem('provider/invalid_parameters', detail) };
}

function parseCursor(text: string): z.infer<typeof CURSOR> | null {
  try {
    return CURSOR.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
