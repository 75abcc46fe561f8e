import { z } from 'zod';
import type { Provider } from '../../domain/accounts/constants';
import type { Tier } from '../../domain/limits/constants';
import type { ProviderAccount } from '../port';
import { id } from './body';

/** The API's account record in our words; null for a provider we have no word for. */
export function toAccount(record: AccountRecord): ProviderAccount | null {
  const provider = PROVIDER_OF[record.provider.toLowerCase()];
  if (provider === undefined) return null;
  const metadata = record.metadata ?? {};
  return {
    providerAccountId: record.id,
    provider,
    name: record.name || record.user_id || record.id,
    ...stateOf(record, provider),
    tier: provider === 'linkedin' ? paidTierOf(record) : null,
    country: record.proxy?.country || metadata.auto_proxy_country || null,
  };
}

export const accountRecord = z.object({
  id,
  name: z.string().nullish(),
  user_id: z.string().nullish(),
  provider: z.string(),
  status: z.string(),
  is_locked: z.boolean().nullish(),
  proxy: z.object({ country: z.string().nullish() }).nullish().catch(undefined),
  metadata: z
    .object({
      auto_proxy_country: z.string().nullish(),
      products_connection_status: z.record(z.string(), z.string()).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});
export type AccountRecord = z.infer<typeof accountRecord>;

/** The API's word for a provider. Messenger's is not documented for v2 (unipile.md §5). */
export function apiNameOf(provider: Provider): string {
  return provider === 'facebook' ? 'messenger' : provider;
}

/** The product whose interface and InMail pool an account of this tier uses. */
export function productOf(tier: Tier | null): 'classic' | 'sales_navigator' | 'recruiter' {
  if (tier === 'recruiter' || tier === 'recruiter_lite') return 'recruiter';
  return tier === 'sales_navigator' ? 'sales_navigator' : 'classic';
}

/** One status word of a record or an event; a word we do not know stops sending like an error. */
export function statusOf(word: string): ProviderAccount['status'] {
  return STATUS_OF[word] ?? 'errored';
}

const PROVIDER_OF: Partial<Record<string, Provider>> = {
  linkedin: 'linkedin',
  whatsapp: 'whatsapp',
  instagram: 'instagram',
  messenger: 'facebook',
  facebook: 'facebook',
  google: 'google',
  outlook: 'outlook',
  imap: 'imap',
};

const STATUS_OF: Partial<Record<string, ProviderAccount['status']>> = {
  running: 'running',
  connecting: 'connecting',
  checkpoint: 'checkpoint',
  disconnected: 'disconnected',
  restricted: 'restricted',
  errored: 'errored',
  // One product has an error or needs signing in again; which one is told by the record or the event.
  degraded: 'errored',
  partial: 'disconnected',
};

function stateOf(record: AccountRecord, provider: Provider): Pick<ProviderAccount, 'status' | 'detail'> {
  if (record.is_locked) return { status: 'restricted', detail: 'locked' };
  const status = statusOf(record.status);
  if (record.status !== 'degraded' && record.status !== 'partial') {
    return { status, detail: status === record.status ? null : record.status };
  }
  const products = record.metadata?.products_connection_status ?? {};
  // Sending goes through the classic product, so trouble of another one stops nothing.
  const classicRuns = provider === 'linkedin' && products.classic === 'running';
  const ailing = Object.entries(products).flatMap(([product, word]) => (word === 'running' ? [] : [product]));
  return { status: classicRuns ? 'running' : status, detail: [record.status, ...ailing].join(' ') };
}

/** A plan that shows in the products; null = only the own profile tells free from premium. */
function paidTierOf(record: AccountRecord): Tier | null {
  const products = record.metadata?.products_connection_status ?? {};
  // Recruiter Lite looks like Recruiter here.
  if (products.recruiter === 'running') return 'recruiter';
  return products.sales_navigator === 'running' ? 'sales_navigator' : null;
}
