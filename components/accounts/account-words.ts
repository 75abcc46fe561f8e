import type { Provider } from '@/lib/domain/accounts/constants';
import type { Tier } from '@/lib/domain/limits/constants';

const TIERS: Record<Tier, string> = {
  free: 'LinkedIn, free',
  premium: 'LinkedIn Premium',
  sales_navigator: 'Sales Navigator',
  recruiter_lite: 'Recruiter Lite',
  recruiter: 'Recruiter',
};

const PROVIDERS: Record<Provider, string> = {
  linkedin: 'LinkedIn',
  whatsapp: 'WhatsApp',
  instagram: 'Instagram',
  facebook: 'Facebook',
  google: 'Gmail',
  outlook: 'Outlook',
  imap: 'Other mail (IMAP)',
};

/** A plan of LinkedIn in words. */
export function tierWords(tier: Tier): string {
  return TIERS[tier];
}

/** The plan of an account in words; only LinkedIn has plans that matter, another network is named. */
export function planWords({ provider, tier }: { provider: Provider; tier: Tier }): string {
  return provider === 'linkedin' ? tierWords(tier) : PROVIDERS[provider];
}

export function providerWords(provider: Provider): string {
  return PROVIDERS[provider];
}

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
