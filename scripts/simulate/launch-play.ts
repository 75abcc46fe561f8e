import { launchCampaign } from '../../lib/services/campaigns/launch-campaign';

/** Launches campaigns as a person would, and tells the engine. Only with a stack running: its settings are read here. */
export async function launchPlay(seeded: { workspaceId: string; campaignIds: string[] }): Promise<void> {
  const { makeContext } = await import('../../lib/services/make-context');
  const { providerFromSettings } = await import('../../lib/providers/unipile/from-settings');
  const { announce } = await import('../../inngest/client');
  const actor = { kind: 'system', job: 'simulate', workspaceId: seeded.workspaceId } as const;
  for (const id of seeded.campaignIds) {
    await launchCampaign(await makeContext({ actor, provider: providerFromSettings() }), { id });
    await announce({ name: 'campaign/launched', data: { workspaceId: seeded.workspaceId, campaignId: id } });
  }
}
