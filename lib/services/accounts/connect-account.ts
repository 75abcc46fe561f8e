import type { Tx } from '../../../db/client';
import type { AccountLinkRow } from '../../../db/queries/account-links';
import { closeLink, insertAccount, lockOpenLink } from '../../../db/queries/account-links';
import { accountByProviderId, updateAccount } from '../../../db/queries/sending-days';
import { DEFAULT_WORKING_HOURS } from '../../domain/accounts/constants';
import { zoneOfCountry } from '../../domain/accounts/zone-of-country';
import { rampWeeks } from '../../domain/ramp/ramp-cap';
import { newId } from '../../platform/ids';
import { sha256 } from '../../platform/secrets';
import type { OwnProfile, ProviderAccount, ProviderEvent } from '../../providers/port';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';

type Connected = Extract<ProviderEvent, { kind: 'account_connected' }>;
export interface NewAccount {
  account: ProviderAccount;
  profile: OwnProfile | null;
}

/** What the provider says of an account that was just connected; its own record when it cannot be read right now. */
export async function readNewAccount(ctx: ServiceContext, event: Connected): Promise<NewAccount> {
  const account = await ctx.provider.getAccount(event.providerAccountId);
  const profile = await ctx.provider.getOwnProfile(event.providerAccountId);
  return { account: account.ok ? account.value : event.account, profile: profile.ok ? profile.value : null };
}

/**
 * Connects an account, new or again, when the state of its link is open: random, used once, bound to user and workspace,
 * expiring in wall time. Answers the account's id, or null when nothing may be connected. Hours are the default; a zone is
 * set only where the country leaves no doubt. An account that comes back keeps its ramp and its history.
 */
export async function connectAccount(
  tx: Tx,
  ctx: ServiceContext,
  input: { event: Connected; found: NewAccount },
): Promise<string | null> {
  const { event, found } = input;
  if (event.state === null) return null;
  const stateHash = sha256(event.state);
  const link = await lockOpenLink(tx, stateHash);
  if (link === null) return null;
  const known = await accountByProviderId(tx, event.providerAccountId);
  const id = known?.id ?? newId('account');
  if (known === null) await insertAccount(tx, newRow(ctx, id, link, event, found));
  else {
    await updateAccount(tx, id, {
      state: 'running',
      stateReason: null,
      stateChangedAt: ctx.now,
      healthCheckedAt: ctx.now,
      tier: found.profile?.tier ?? found.account.tier ?? known.tier,
      ...(found.profile === null ? {} : { profileLacks: found.profile.lacks, profileReadAt: ctx.now }),
      nextSlotAt: null,
    });
  }
  await closeLink(tx, stateHash, id);
  await emitAudit(tx, ctx, {
    action: known === null ? 'account.connected' : 'account.reconnected',
    objectId: id,
    details: { by: link.userId, provider: found.account.provider, consentAt: link.details.consentAt },
  });
  return id;
}

function newRow(ctx: ServiceContext, id: string, link: AccountLinkRow, event: Connected, found: NewAccount) {
  const { account, profile } = found;
  const country = link.details.country ?? account.country;
  const connections = profile?.connections ?? null;
  return {
    workspaceId: ctx.actor.workspaceId,
    id,
    provider: account.provider,
    providerAccountId: event.providerAccountId,
    name: profile?.name ?? account.name,
    ownerId: link.userId,
    tier: profile?.tier ?? account.tier ?? ('free' as const),
    state: account.status === 'running' ? ('running' as const) : account.status,
    stateReason: account.detail,
    stateChangedAt: ctx.now,
    country,
    timeZone: zoneOfCountry(country),
    workingHours: DEFAULT_WORKING_HOURS,
    daysOff: [],
    targets: {},
    ageDays: link.details.ageDays,
    connections,
    profileLacks: profile?.lacks ?? null,
    profileReadAt: profile === null ? null : ctx.now,
    activeLast30Days: null,
    healthCheckedAt: ctx.now,
    rampWeek: 0,
    // Activity before the connection is not known, and what is not known counts as new (limits.md §2).
    rampWeeks: rampWeeks({ accountAgeDays: link.details.ageDays, connections, activeLast30Days: null }),
    connectedAt: ctx.now,
  };
}
