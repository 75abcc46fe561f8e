import { TIERS } from '@/lib/domain/limits/constants';
import type { Account } from './records';

export interface SignInView {
  providers: string[];
  /** The account to sign in again, or null for a new one. */
  account: Account | null;
  country: string | null;
}

/** The sign-in form: plain HTML that works without scripts and by keyboard, every field labelled. */
export function signInPage(view: SignInView, error: string | null): string {
  const { account } = view;
  const heading = account === null ? 'Connect an account' : `Sign in again: ${escapeHtml(account.name)}`;
  const alert = error === null ? '' : `<p role="alert" class="error">${escapeHtml(error)}</p>`;
  return document(
    'Sign in (simulator)',
    `<h1>${heading}</h1>
<p>This page stands in for the provider’s sign-in. No password is asked for and nothing leaves this machine.</p>
${alert}<form method="post">
${input('name', 'Name', 'text', account?.name ?? 'Alex Moreau', 'autocomplete="off" maxlength="100"')}
${select('provider', 'Provider', view.providers, view.providers[0] ?? 'linkedin', capital)}
${select('tier', 'Plan', [...TIERS], account?.tier ?? 'premium', tierName)}
${select('country', 'Country', COUNTRIES, view.country ?? 'US', countryName)}
${input('connections', 'Connections', 'number', String(account?.connections ?? 480), 'min="0" max="30000"')}
${input('ageDays', 'Account age (days)', 'number', String(account?.ageDays ?? 900), 'min="0" max="9000"')}
<div class="buttons"><button name="action" value="sign_in">Sign in</button>
<button name="action" value="checkpoint" class="quiet">Ask for a code first</button>
<button name="action" value="fail" formnovalidate class="quiet">Fail</button></div>
</form>`,
  );
}

/** LinkedIn's security check: it asks for the code that the person was sent. Here the page says it itself. */
export function codePage(code: string, error: string | null): string {
  const alert = error === null ? '' : `<p role="alert" class="error">${escapeHtml(error)}</p>`;
  return document(
    'Security check (simulator)',
    `<h1>Enter your code</h1>
<p>The network wants to know that it is you. It would have sent you this code: <strong>${escapeHtml(code)}</strong></p>
${alert}<form method="post">
<label for="code">Code</label>
<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required>
<div class="buttons"><button name="action" value="sign_in">Continue</button>
<button name="action" value="fail" formnovalidate class="quiet">Fail</button></div>
</form>`,
  );
}

/** What an address shows that was used, has expired or never existed. */
export function refusalPage(): string {
  return document(
    'Link not valid',
    '<h1>This link no longer works</h1><p>It was used or has expired. Go back and start the connection again.</p>',
  );
}

/** Countries an account can be signed in from, ISO 3166-1 alpha-2. */
export const COUNTRIES = (
  'AE AR AT AU BE BR CA CH CL CO CZ DE DK EE EG ES FI FR GB GR HR HU IE IL IN IT JP KE KR LT LU LV MA MX MY NG NL NO ' +
  'NP NZ PE PH PK PL PT RO RS SA SE SG SI SK TH TR UA US VN ZA'
).split(' ');

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:2rem 1rem}
main{max-width:28rem;margin:auto}label{display:block;margin:1rem 0 .25rem;font-weight:600}
input,select{width:100%;box-sizing:border-box;font:inherit;padding:.5rem;min-height:2.75rem}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.5rem}button{font:inherit;padding:.5rem 1.25rem;min-height:2.75rem;cursor:pointer}
.quiet{background:transparent;border:1px solid currentColor}:focus-visible{outline:3px solid #2563eb;outline-offset:2px}
.error{border-left:4px solid #b91c1c;padding:.5rem .75rem}`;

function input(name: string, label: string, type: string, value: string, more: string): string {
  return `<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${type}" value="${escapeHtml(value)}" required ${more}>`;
}

function select(
  name: string,
  label: string,
  values: string[],
  chosen: string,
  textOf: (value: string) => string,
): string {
  const options = values.map((value) => {
    const selected = value === chosen ? ' selected' : '';
    return `<option value="${escapeHtml(value)}"${selected}>${escapeHtml(textOf(value))}</option>`;
  });
  return `<label for="${name}">${label}</label>
<select id="${name}" name="${name}" required>${options.join('')}</select>`;
}

const NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

function countryName(code: string): string {
  return NAMES.of(code) ?? code;
}

function tierName(tier: string): string {
  return tier.split('_').map(capital).join(' ');
}

function capital(word: string): string {
  if (word === 'linkedin') return 'LinkedIn';
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
