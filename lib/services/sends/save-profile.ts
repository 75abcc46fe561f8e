import type { ProviderProfile } from '../../providers/port';
import type { ServiceContext } from '../context';
import type { StoreUnit } from './store';

/** Keeps what a profile read showed of a person to an account. */
export async function saveProfile(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string; profile: ProviderProfile },
): Promise<void> {
  const { accountId, prospectId, profile } = input;
  await unit.saveResolution({
    workspaceId: ctx.actor.workspaceId,
    accountId,
    prospectId,
    providerUserId: profile.providerUserId,
    degree: profile.degree,
    openProfile: profile.openProfile,
    openProfileAt: profile.openProfile === null ? null : ctx.now,
    takesInmail: profile.takesInmail,
    visitToken: profile.visitToken,
    resolvedAt: ctx.now,
  });
}
