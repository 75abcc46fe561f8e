import type { z } from 'zod';
import type { ProviderAnswer } from '../../domain/sends/provider-answer';
import type { ReadResult, WriteResult } from '../port';
import { jsonOf } from './body';
import { errorOf, readFailure, refusalOf, resetAfterOf, type WriteContext } from './errors';
import { rateHeaders, rateWindowOf } from './request';
import type { Exchange } from './transport';

/** What a write came to. Only a 2xx whose body is what this write answers is an acceptance. */
export function writeResult<T>(exchanged: Exchange, rules: WriteRules<T>): WriteResult {
  const headers = rateHeaders(exchanged);
  const warning = exchanged.kind === 'response' && AUTOMATION_SUSPECTED.test(exchanged.text);
  return {
    answer: answerOf(exchanged, rules),
    headers,
    ...rateWindowOf(headers),
    ...(warning ? { warning: 'automation_suspected' as const } : {}),
  };
}

export interface WriteRules<T> {
  context: WriteContext;
  schema: z.ZodType<T>;
  /** The reference of the accepted thing; undefined = this body proves nothing. */
  refOf: (body: T) => string | null | undefined;
}

/** The value of a read by its schema, or why there is none. */
export function readResult<T>(exchanged: Exchange, schema: z.ZodType<T>, personRead = false): ReadResult<T> {
  const headers = rateHeaders(exchanged);
  if (exchanged.kind !== 'response' || errorOf(exchanged) !== null) return readFailure(exchanged, headers, personRead);
  const parsed = isSuccess(exchanged.status) ? schema.safeParse(jsonOf(exchanged.text)) : undefined;
  if (parsed?.success) return { ok: true, value: parsed.data, headers, ...rateWindowOf(headers) };
  return { ok: false, code: 'unavailable', detail: `${exchanged.status} unreadable body`, headers };
}

function answerOf<T>(exchanged: Exchange, rules: WriteRules<T>): ProviderAnswer {
  if (exchanged.kind === 'not_reached') return { kind: 'not_reached', detail: exchanged.detail };
  if (exchanged.kind === 'broken') return { kind: 'unknown', detail: exchanged.detail };
  const error = errorOf(exchanged);
  if (error !== null) {
    const code = refusalOf(error, rules.context);
    if (code === 'unknown' || code === 'not_reached') return { kind: code, detail: error.summary };
    const resetAfterS = resetAfterOf(code, exchanged.headers);
    return { kind: 'refused', code, ...(resetAfterS === undefined ? {} : { resetAfterS }), detail: error.summary };
  }
  const parsed = isSuccess(exchanged.status) ? rules.schema.safeParse(jsonOf(exchanged.text)) : undefined;
  const providerRef = parsed?.success ? rules.refOf(parsed.data) : undefined;
  if (providerRef === undefined) return { kind: 'unknown', detail: `${exchanged.status} unreadable body` };
  return { kind: 'accepted', providerRef };
}

/** Instagram's words, whatever status they come with (limits.md §5). */
const AUTOMATION_SUSPECTED = /we suspect automated behaviou?r/i;

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
