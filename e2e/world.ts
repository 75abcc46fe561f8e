import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { APIRequestContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { runAudit } from '../db/testing/run-audit';

const DATA = path.resolve('.data', 'e2e');

export interface LedgerLine {
  seq: number;
  at: string;
  accountId: string;
  action: 'invite' | 'message' | 'inmail' | 'visit' | 'withdraw' | 'lookup' | 'accept' | 'refuse' | 'search';
  personId: string | null;
  slug: string | null;
  outcome: 'accepted' | 'refused';
}

/** Signs in through the form, as a person would. */
export async function signIn(page: Page, role: 'owner' | 'admin' | 'rep'): Promise<void> {
  const signIns = JSON.parse(readFileSync(path.join(DATA, 'sign-ins.json'), 'utf8')) as {
    role: string;
    email: string;
    password: string;
  }[];
  const person = signIns.find((entry) => entry.role === role);
  if (person === undefined) throw new Error(`no sign-in for ${role}`);
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/today');
}

/** What the provider was really asked to do: the simulator's own append-only file, read from disk. */
export function providerLedger(): LedgerLine[] {
  const text = readFileSync(path.join(DATA, 'simulator', 'provider-ledger.jsonl'), 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
}

/** Asks the simulator, or with `data` changes something at it, as the provider's side of a story. */
export async function simulator(
  request: APIRequestContext,
  route: string,
  data?: unknown,
): Promise<Record<string, unknown>> {
  const url = `${process.env.HEADROOM_E2E_SIMULATOR_URL}${route}`;
  // The API in front keeps lists for an hour; a story wants to see what there is now.
  const headers = { 'x-api-key': process.env.HEADROOM_E2E_SIMULATOR_KEY ?? '', 'cache-control': 'no-cache' };
  const answer = await (data === undefined ? request.get(url, { headers }) : request.post(url, { headers, data }));
  expect(answer.ok(), `${route} answered ${answer.status()}`).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

export interface AccountItem {
  id: string;
  name: string;
  providerAccountId: string;
}

/** The accounts that the signed-in person sees, with the ids by which the provider knows them. */
export async function accountsOf(page: Page): Promise<AccountItem[]> {
  const answer = await page.request.get('/api/v1/accounts');
  const { items } = (await answer.json()) as { items: { id: string; name: string }[] };
  const { data } = (await simulator(page.request, '/v2/accounts?limit=100')) as unknown as {
    data: { id: string; name: string }[];
  };
  return items.map((item) => {
    const own = data.find((account) => account.name === item.name);
    if (own === undefined) throw new Error(`the provider has no account ${item.name}`);
    return { ...item, providerAccountId: own.id };
  });
}

/** What `npm run ledger:audit` says of the stack's own database: its last line, with every fault when there is one. */
export async function auditLedger(): Promise<string> {
  const { code, text } = await runAudit({ DATA_DIR: DATA });
  return code === 0 ? (text.trim().split('\n').at(-1) ?? '') : text;
}

/** The app's clock now. */
export async function appNow(request: APIRequestContext): Promise<Date> {
  const answer = await request.get('/api/health');
  const body = (await answer.json()) as { clock: { now: string } };
  return new Date(body.clock.now);
}

/** The processes of the stack by name, as its launcher recorded them. */
export function stackPids(): Record<string, number> {
  const record = JSON.parse(readFileSync(path.join(DATA, 'stack.json'), 'utf8')) as {
    children: Record<string, { pid: number }>;
  };
  return Object.fromEntries(Object.entries(record.children).map(([name, child]) => [name, child.pid]));
}
