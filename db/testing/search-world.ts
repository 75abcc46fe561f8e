import type { ProviderPort } from '@/lib/providers/port';
import { getImport } from '@/lib/services/imports/get-import';
import { importPage } from '@/lib/services/imports/import-page';
import type { PageTurn } from '@/lib/services/imports/page-turn';
import { requestAudience } from '@/lib/services/imports/request-audience';
import { foundSlugs } from '@/lib/simulator/routes-search';
import type { IncidentSender, IncidentWorld } from './incident-world';
import { WEDNESDAY } from './send-world';

const HOUR_MS = 3_600_000;

/** The sender whose searches are played. */
export interface SearchStage {
  world: IncidentWorld;
  sender: IncidentSender;
}

let searches = 0;

/** A search of its own for each test, so that no two share their people. */
export async function request({ world, sender }: SearchStage, most: number, given?: string) {
  searches += 1;
  const keywords = given ?? `wanted ${searches}`;
  const ctx = await world.at(WEDNESDAY);
  const made = await requestAudience(ctx, { accountId: sender.accountId, search: keywords, listName: keywords, most });
  return { id: made.id, slugs: foundSlugs('1', keywords) };
}

/** One turn of a search at a moment. */
export async function turn(
  { world }: SearchStage,
  importId: string,
  now: Date,
  change: Partial<ProviderPort> = {},
): Promise<PageTurn> {
  const ctx = await world.at(now, change);
  return importPage(ctx, { importId, later: async () => ctx });
}

/** Turns at the times they name, until the search has ended or a moment is passed. */
export async function run(
  stage: SearchStage,
  importId: string,
  from = WEDNESDAY,
  until = new Date(WEDNESDAY.getTime() + 7 * 24 * HOUR_MS),
) {
  let now = from;
  for (let n = 0; n < 60 && now < until; n += 1) {
    const next = await turn(stage, importId, now);
    if (next.kind === 'end') return { state: next.state, at: now };
    now = next.at;
  }
  return { state: 'unfinished', at: now };
}

/** What the provider was asked, by its own record. */
export const asked = async ({ world, sender }: SearchStage) =>
  (await world.ledger(sender)).filter((line) => line.action === 'search');
/** The search as a person sees it. */
export const read = async ({ world }: SearchStage, id: string, now = WEDNESDAY) =>
  getImport(await world.at(now), { id });
/** When a turn says to look again. */
export const waitOf = (next: PageTurn) => (next.kind === 'wait' ? next.at : WEDNESDAY);
