import { z } from 'zod';
import type { RefusalCode } from '../../domain/sends/provider-answer';
import type { ReadResult } from '../port';
import { jsonOf } from './body';
import { rateWindowOf } from './request';
import type { Exchange } from './transport';

/** The API's error in an answer, if it is one: an error status, or a 2xx whose body says it is an error. */
export function errorOf(answer: Extract<Exchange, { kind: 'response' }>): ApiError | null {
  const json = jsonOf(answer.text);
  const parsed = envelope.safeParse(json);
  const says = parsed.success && parsed.data.object?.toLowerCase() === 'error';
  if (answer.status < 400 && !says) return null;
  const readable = parsed.success && (says || parsed.data.type !== undefined);
  const { type = '', status, title, detail, req_id: requestId } = parsed.success ? parsed.data : {};
  return {
    status: answer.status >= 400 ? answer.status : (status ?? 0),
    type,
    readable,
    reason: [title, detail].filter(Boolean).join(' '),
    summary: [answer.status, type, requestId].filter((part) => part !== '' && part !== undefined).join(' '),
  };
}

export interface ApiError {
  status: number;
  /** `api/…` is thrown by the API in front, `provider/…` forwarded from the network. */
  type: string;
  /** False when the body was not the API's envelope. */
  readable: boolean;
  reason: string;
  /** Status, type and request id: fit for a log, as it has no text of the provider. */
  summary: string;
}

/** Actions that name no person: a parameter of theirs that is wrong is ours. */
const NOT_ABOUT_A_PERSON: ReadonlySet<string> = new Set(['withdraw', 'visit', 'accept', 'refuse']);

export interface WriteContext {
  action: 'visit' | 'invite' | 'withdraw' | 'accept' | 'refuse' | 'message' | 'inmail';
  withNote: boolean;
}

/** What a refused write means (limits.md §5); `unknown` and `not_reached` are no refusals. */
export function refusalOf(error: ApiError, context: WriteContext): RefusalCode | 'unknown' | 'not_reached' {
  if (!error.readable || isServerSide(error)) return 'unknown';
  const named = NAMED[infoOf(error)];
  if (named !== undefined) return named;
  if (NOT_FORWARDED.has(error.type)) return 'not_reached';
  switch (error.type) {
    case 'api/too_many_requests':
      return 'api_rate_limited';
    case 'provider/too_many_requests':
      return 'limit';
    case 'provider/invalid_authorization':
    case 'provider/invalid_credentials':
    case 'provider/account_mismatch':
      return 'account_disconnected';
    case 'api/account_restricted':
      return 'account_restricted';
    case 'provider/insufficient_permissions':
      return context.action === 'invite' && context.withNote ? 'note_not_allowed' : byReason(error, context);
    case 'provider/resource_not_found':
      return 'target_impossible';
    case 'api/invalid_parameters':
    case 'provider/invalid_parameters':
      // A parameter that is not the person (the text is too long, the account id malformed, the visit token stale) skips nobody.
      return NOT_ABOUT_A_PERSON.has(context.action) || OTHER_PARAMETER.test(error.reason)
        ? 'unrecognised'
        : 'target_impossible';
    case 'provider/conflict':
    case 'provider/unprocessable_entity':
      return byReason(error, context);
    default:
      return 'unrecognised';
  }
}

/** Why a read failed. `personRead`: a person the provider cannot make sense of is not found. */
export function readFailure(
  answer: Exchange,
  headers: Record<string, string>,
  personRead = false,
): Extract<ReadResult<never>, { ok: false }> {
  const unavailable = (detail: string) => ({ ok: false as const, code: 'unavailable' as const, detail, headers });
  if (answer.kind !== 'response') return unavailable(answer.detail);
  const error = errorOf(answer);
  if (error === null) return unavailable('unreadable body');
  const retryAfterS = secondsOf(answer.headers['retry-after']);
  return {
    ok: false,
    code: readCode(error, personRead),
    detail: error.summary,
    ...(retryAfterS === null ? {} : { retryAfterS }),
    headers,
    ...rateWindowOf(headers),
  };
}

/** After how many seconds a refusal says it ends: the later of its two headers for a limit, the API's own wait first for its own refusal. */
export function resetAfterOf(code: RefusalCode, headers: Record<string, string>): number | undefined {
  if (code !== 'limit' && code !== 'api_rate_limited') return undefined;
  const retryAfterS = secondsOf(headers['retry-after']);
  const resetS = secondsOf(headers['x-ratelimit-reset']);
  const waitS = code === 'limit' ? Math.max(retryAfterS ?? 0, resetS ?? 0) : (retryAfterS ?? resetS ?? 0);
  return waitS > 0 ? waitS : undefined;
}

const envelope = z.object({
  object: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  status: z.coerce.number().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  req_id: z.string().optional().catch(undefined),
});

/** Our own key was refused: proof that the network never had the call, and no fault of the account. */
export const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'api/missing_authorization',
  'api/expired_authorization',
  'api/invalid_auth_format',
  'api/inactive_subscription',
  'api/insufficient_permissions',
]);

/** Reasons that v1 names (unipile.md §3). v2 lists none of them today; if it adds one, it says what it says. */
const NAMED: Partial<Record<string, RefusalCode>> = {
  already_invited_recently: 'already_invited',
  already_connected: 'already_connected',
  cannot_resend_yet: 'limit',
  cannot_resend_within_24hrs: 'limit',
  limit_exceeded: 'limit',
  connection_limit_reached: 'limit',
  insufficient_credits: 'insufficient_credits',
  invalid_recipient: 'target_impossible',
  user_unreachable: 'target_impossible',
  blocked_recipient: 'target_impossible',
  cannot_invite_attendee: 'target_impossible',
  no_connection_with_recipient: 'target_impossible',
  not_allowed_inmail: 'target_impossible',
};

const OTHER_PARAMETER = /too long|too many characters|length|\b(message|text|note|subject)\b|account_?id/i;

function infoOf(error: ApiError): string {
  return error.type.slice(error.type.indexOf('/') + 1);
}

function isServerSide(error: ApiError): boolean {
  if (error.status >= 500) return true;
  return /^(api\/(internal_error|proxy_error|proxy_timeout)|provider\/(server_error|timeout))$/.test(error.type);
}

/** A reason in words is believed only where it is unmistakable; an unexplained invite is a limit (design.md §4). */
function byReason(error: ApiError, context: WriteContext): RefusalCode {
  if (/out of (your |the )?network/i.test(error.reason)) return 'out_of_network';
  if (context.action === 'inmail' && /credit/i.test(error.reason)) return 'insufficient_credits';
  if (context.action === 'invite' && error.type !== 'provider/insufficient_permissions') return 'limit';
  return 'unrecognised';
}

function readCode(error: ApiError, personRead: boolean): Extract<ReadResult<never>, { ok: false }>['code'] {
  if (error.type === 'api/account_restricted') return 'restricted';
  if (/^provider\/(invalid_authorization|invalid_credentials|account_mismatch)$/.test(error.type))
    return 'disconnected';
  if (error.type === 'api/too_many_requests') return 'throttled';
  if (error.status === 429) return 'limited';
  if (error.status === 404 && error.readable) return 'not_found';
  const senseless = /^(api|provider)\/invalid_parameters$|^provider\/unprocessable_entity$/.test(error.type);
  return personRead && senseless ? 'not_found' : 'unavailable';
}

function secondsOf(value: string | undefined): number | null {
  const seconds = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
