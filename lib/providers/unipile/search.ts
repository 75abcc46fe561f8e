import { z } from 'zod';
import type { FoundPage, ProviderPort, SearchResult } from '../port';
import { type ApiError, errorOf, NOT_FORWARDED } from './errors';
import { readResult } from './outcome';
import { segment, type UnipileClient } from './request';

/** Searches for people. Each call costs profiles of the account's day, so it is made once, whatever comes back. */
export function searchCalls(client: UnipileClient): Pick<ProviderPort, 'searchPeople'> {
  return {
    async searchPeople(accountId, { search, offset, limit }) {
      const product = search.api === 'sales_navigator' ? 'linkedin/sales-navigator' : 'linkedin';
      const route = search.url === null ? 'search/people' : 'search';
      const query = new URLSearchParams({ offset: String(offset), limit: String(limit) });
      const body = search.url === null ? { keywords: search.keywords } : { url: search.url };
      const exchanged = await client.write(`/${segment(accountId)}/${product}/${route}?${query}`, body);
      const read = readResult(exchanged, pageBody);
      if (read.ok) return { ...read, value: pageOf(read.value, offset, limit) };
      if (exchanged.kind === 'not_reached') return { ...read, code: 'not_reached' };
      const error = exchanged.kind === 'response' ? errorOf(exchanged) : null;
      return error === null ? read : { ...read, code: CODE_OF[error.type] ?? byDefault(error, read.code) };
    },
  };
}

type Code = Extract<SearchResult, { ok: false }>['code'];

/** A refusal without a reason counts as a limit: to go on after one is what costs an account. */
const CODE_OF: Partial<Record<string, Code>> = {
  'provider/unprocessable_entity': 'limited',
  'provider/conflict': 'limited',
  'provider/insufficient_permissions': 'no_access',
  'api/invalid_parameters': 'bad_search',
  'provider/invalid_parameters': 'bad_search',
};

/** Our own key was refused, or the type is one that the API does not write today and its status must do. */
function byDefault(error: ApiError, code: Code): Code {
  if (NOT_FORWARDED.has(error.type)) return 'not_reached';
  return error.status === 422 ? 'limited' : code;
}

function pageOf(body: z.infer<typeof pageBody>, offset: number, limit: number): FoundPage {
  const { data, total_count: total, next_cursor: cursor } = body;
  // A short page is not the end; an empty one is, and so is one behind which the list's own count has nothing.
  const ends = data.length === 0 || (total == null ? cursor === null : offset + limit >= total);
  return { items: data, more: !ends };
}

const text = z.string().nullish().catch(undefined);
const found = z
  .object({ display_name: text, public_identifier: text, profile_url: text, headline: text, location: text })
  .transform((item) => ({
    slug: item.public_identifier || slugIn(item.profile_url ?? ''),
    fullName: item.display_name || null,
    headline: item.headline || null,
    location: item.location || null,
  }));
const pageBody = z.object({
  data: z.array(found),
  total_count: z.number().nullish(),
  next_cursor: z.string().nullish(),
});

/** Sales Navigator may show an address of its own, which names nobody on LinkedIn. */
function slugIn(url: string): string | null {
  return /linkedin\.com\/in\/([^/?#\s]+)/i.exec(url)?.[1] ?? null;
}
