import { z } from 'zod';
import { drawWhole } from '@/lib/domain/pacing/seeded-draw';
import { accept, refuse, refusedByLimit } from './acts';
import { type Answer, problem, read } from './answers';
import { knownOp, type Tie, tieOf } from './identities';
import { listAnswer, pageByOffset } from './paging';
import { drawnSlug } from './people';
import type { Account } from './records';
import { accountRoute, type Call, type Route } from './router';
import { actOf } from './routes-users';
import { DISTANCES, profileUrl } from './shapes';
import type { Simulation } from './simulation';

/** Searches for people, by keywords or by the address of a search, on LinkedIn itself and on Sales Navigator. */
export function searchRoutes(simulation: Simulation): Route[] {
  return PRODUCTS.flatMap(({ path, product }) =>
    [KEYWORDS, ADDRESS].map(({ route, wanted }) =>
      accountRoute(`POST /v2/:account/${path}/${route}`, (call, account) => {
        const body = read(wanted, call.body);
        return body.ok ? search(simulation, call, account, { product, wanted: body.value }) : body.answer;
      }),
    ),
  );
}

/** The people whom a search finds, the same for every account and at every time; the order is the network's. */
export function foundSlugs(seed: string, wanted: string): string[] {
  const key = `${seed}|search|${wanted.trim().toLowerCase()}`;
  const total = drawWhole(`${key}|total`, TOTAL.min, TOTAL.max);
  return Array.from({ length: total }, (_, nth) => drawnSlug(`${key}|${nth}`));
}

const PRODUCTS = [
  { path: 'linkedin', product: 'classic' },
  { path: 'linkedin/sales-navigator', product: 'sales_navigator' },
] as const;
const KEYWORDS = {
  route: 'search/people',
  wanted: z.object({ keywords: z.string().trim().min(1) }).transform(({ keywords }) => keywords),
};
const ADDRESS = {
  route: 'search',
  wanted: z
    .object({ url: z.url({ protocol: /^https$/, hostname: /(^|\.)linkedin\.com$/ }) })
    .transform(({ url }) => url),
};
const TOTAL = { min: 120, max: 900 };
const PAGE_MAX = 100;

interface Search {
  product: 'classic' | 'sales_navigator';
  wanted: string;
}

function search(simulation: Simulation, call: Call, account: Account, { product, wanted }: Search): Answer {
  const act = actOf(call, account, 'search', null, wanted);
  if (product === 'sales_navigator' && account.tier !== 'sales_navigator') {
    const answer = problem('provider/insufficient_permissions', 'The account has no Sales Navigator.');
    return refuse(simulation, act, 'feature_not_subscribed', answer);
  }
  const page = pageByOffset(foundSlugs(simulation.seed, wanted), call.query, PAGE_MAX);
  if (!page.ok) return page.answer;
  const ties = page.items.flatMap((slug) => tieOf(simulation, account, slug) ?? []);
  const counted = { ...act, results: ties.length };
  const limited = refusedByLimit(simulation, counted);
  if (limited !== null) return limited;
  const fresh = ties.filter((tie) => simulation.store.get('known', tie.personId) === undefined);
  accept(simulation, counted, { ops: fresh.map((tie) => knownOp(account, tie)), resultId: null });
  return listAnswer(
    page,
    ties.map((tie) => foundShape(product, tie)),
  );
}

/** Somebody out of the network is shown without a name and without an address. */
function foundShape(product: Search['product'], tie: Tie): Record<string, unknown> {
  const { person } = tie;
  const hidden = tie.degree === 4;
  return {
    object: 'PeopleSearchResult',
    product,
    id: tie.personId,
    display_name: hidden ? 'LinkedIn Member' : `${person.firstName} ${person.lastName}`,
    public_identifier: hidden ? undefined : person.slug,
    profile_url: hidden ? undefined : profileUrl(person.slug),
    headline: `${person.title} at ${person.company}`,
    location: person.location,
    network_distance: DISTANCES[tie.degree],
    is_open_profile: person.openProfile,
  };
}
