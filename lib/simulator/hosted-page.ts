import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { TIERS } from '@/lib/domain/limits/constants';
import { newAccountOps, signedInOps } from './accounts';
import type { Answer } from './answers';
import { COUNTRIES, codePage, refusalPage, signInPage } from './hosted-html';
import type { Checkpoint, LinkRecord } from './records';
import { type Call, type Route, route } from './router';
import type { Simulation } from './simulation';
import { drop, put } from './store';

/** The page a person signs in on: opened by an unguessable address that works for one sign-in. */
export function hostedRoutes(simulation: Simulation): Route[] {
  return [
    route('page', 'GET /hosted/:token', (call) => show(simulation, call)),
    route('page', 'POST /hosted/:token', (call) => submit(simulation, call)),
  ];
}

const FORM = z.object({
  action: z.enum(['sign_in', 'checkpoint']),
  name: z.string().trim().min(1).max(100),
  provider: z.string(),
  tier: z.enum(TIERS),
  country: z.string().refine((code) => COUNTRIES.includes(code)),
  connections: z.coerce.number().int().min(0).max(30_000),
  ageDays: z.coerce.number().int().min(0).max(9_000),
});
/** A code is good for three tries, and for the five minutes that Unipile keeps a sign-in open for one. */
const CODE_REAL_MS = 5 * 60_000;
const CODE_TRIES = 3;
// Time-lapse must not close a page before a person can use it.
const OPEN_REAL_MS_MIN = 30_000;

function show(simulation: Simulation, call: Call): Answer {
  const link = openLink(simulation, call);
  if (link === null) return gone();
  const page =
    link.checkpoint === null ? signInPage(viewOf(simulation, link), null) : codePage(link.checkpoint.code, null);
  return html(200, page, link.redirectUri);
}

function submit(simulation: Simulation, call: Call): Answer {
  const link = openLink(simulation, call);
  const token = call.params.token ?? '';
  if (link === null) return gone();
  const fields = new URLSearchParams(typeof call.body === 'string' ? call.body : '');
  if (fields.get('action') === 'fail') {
    simulation.store.commit([drop('link', token)]);
    return redirect(link, { error_title: 'Invalid credentials' });
  }
  if (link.checkpoint !== null)
    return answerCode(simulation, { link, token, checkpoint: link.checkpoint }, fields, call.now);
  const form = FORM.safeParse(Object.fromEntries(fields));
  if (!form.success || !link.providers.includes(form.data.provider)) {
    const field = form.success ? 'provider' : String(form.error.issues[0]?.path[0] ?? '');
    return html(400, signInPage(viewOf(simulation, link), `Please check the field “${field}”.`), link.redirectUri);
  }
  if (form.data.action === 'checkpoint' || accountOf(simulation, link)?.checkpoint === true)
    return askForCode(simulation, link, token, fields);
  return finish(simulation, link, token, form.data, call.now);
}

/** The sign-in stops for a code, which the person would have been sent; it goes on with what was filled in. */
function askForCode(simulation: Simulation, link: LinkRecord, token: string, fields: URLSearchParams): Answer {
  const code = String(randomInt(100_000, 1_000_000));
  const form = { ...Object.fromEntries(fields), action: 'sign_in' };
  const checkpoint = { code, form, askedRealMs: Date.now(), wrong: 0 };
  simulation.store.commit([put('link', token, { ...link, checkpoint })]);
  return html(200, codePage(code, null), link.redirectUri);
}

function answerCode(
  simulation: Simulation,
  at: { link: LinkRecord; token: string; checkpoint: Checkpoint },
  fields: URLSearchParams,
  now: Date,
): Answer {
  const { link, token, checkpoint } = at;
  const isLate = Date.now() - checkpoint.askedRealMs > CODE_REAL_MS;
  if (!isLate && fields.get('code')?.trim() === checkpoint.code)
    return finish(simulation, link, token, FORM.parse(checkpoint.form), now);
  const wrong = checkpoint.wrong + 1;
  if (isLate || wrong >= CODE_TRIES) {
    simulation.store.commit([drop('link', token)]);
    return redirect(link, { error_title: 'Checkpoint not solved' });
  }
  simulation.store.commit([put('link', token, { ...link, checkpoint: { ...checkpoint, wrong } })]);
  return html(400, codePage(checkpoint.code, 'That is not the code.'), link.redirectUri);
}

function finish(
  simulation: Simulation,
  link: LinkRecord,
  token: string,
  { action: _, ...input }: z.infer<typeof FORM>,
  now: Date,
): Answer {
  const accountId = signIn(simulation, link, token, input, now);
  return redirect(link, { account_id: accountId, provider: input.provider });
}

function signIn(
  simulation: Simulation,
  link: LinkRecord,
  token: string,
  input: Omit<z.infer<typeof FORM>, 'action'>,
  now: Date,
): string {
  const existing = accountOf(simulation, link);
  if (existing !== undefined) {
    const account = { ...existing, ...input, status: 'running' as const, checkpoint: false };
    const told = signedInOps(simulation, account, link.state, true, now);
    simulation.store.commit([drop('link', token), put('account', account.id, account), ...told]);
    return account.id;
  }
  const id = `acc_${randomBytes(13).toString('hex')}`;
  const { account, ops } = newAccountOps(simulation, { ...input, id, acceptance: null }, now);
  simulation.store.commit([drop('link', token), ...ops, ...signedInOps(simulation, account, link.state, false, now)]);
  return id;
}

function openLink(simulation: Simulation, call: Call): LinkRecord | null {
  const link = simulation.store.get('link', call.params.token ?? '');
  if (link === undefined) return null;
  const pastMs = call.now.getTime() - Date.parse(link.expiresOn);
  const young = simulation.clock.speed() > 1 && Date.now() - link.mintedRealMs < OPEN_REAL_MS_MIN;
  return pastMs > 0 && !young ? null : link;
}

function accountOf(simulation: Simulation, link: LinkRecord) {
  return link.reconnect === null ? undefined : simulation.store.get('account', link.reconnect);
}

function viewOf(simulation: Simulation, link: LinkRecord) {
  const existing = accountOf(simulation, link);
  return { providers: link.providers, account: existing ?? null, country: existing?.country ?? link.country };
}

function redirect(link: LinkRecord, query: Record<string, string>): Answer {
  const url = new URL(link.redirectUri);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (link.state !== null) url.searchParams.set('state', link.state);
  return {
    status: 302,
    body: null,
    headers: { location: url.toString() },
    raw: { contentType: 'text/plain', text: '' },
  };
}

function gone(): Answer {
  return html(410, refusalPage(), null);
}

function html(status: number, text: string, redirectUri: string | null): Answer {
  // Browsers hold the redirect that follows a form to `form-action` too.
  const formAction = redirectUri === null ? "'none'" : `'self' ${new URL(redirectUri).origin}`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`;
  return {
    status,
    body: null,
    headers: { 'content-security-policy': policy, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
    raw: { contentType: 'text/html; charset=utf-8', text },
  };
}
