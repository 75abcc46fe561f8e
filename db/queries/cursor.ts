import { z } from 'zod';
import { AppError } from '../../lib/platform/errors';

const position = z.tuple([z.iso.datetime(), z.string().max(80)]);

/** Where a page ended: the moment and id of its last row. The text is opaque to callers and safe in a URL. */
export function encodeCursor(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** Reads a cursor that `encodeCursor` made; anything else is the caller's mistake. */
export function decodeCursor(cursor: string): { at: Date; id: string } {
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at: new Date(at), id };
  } catch {
    throw new AppError('validation_failed', 'The cursor is not one that this list gave out.', {
      fields: [{ path: 'cursor', message: 'Leave it out to begin at the first page.' }],
    });
  }
}

/** Cuts `limit + 1` rows to a page and names where the next one begins, or null at the end. */
export function pageOf<T>(
  rows: T[],
  limit: number,
  positionOf: (row: T) => { at: Date; id: string },
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, nextCursor: null };
  const { at, id } = positionOf(last);
  return { items, nextCursor: encodeCursor(at, id) };
}
