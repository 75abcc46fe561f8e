import { addPeople } from '../services/campaigns/add-people';
import { campaignFunnel } from '../services/campaigns/campaign-funnel';
import { createCampaign } from '../services/campaigns/create-campaign';
import { explainCampaign } from '../services/campaigns/explain-campaign';
import { forecastCampaign } from '../services/campaigns/forecast-campaign';
import { getCampaign } from '../services/campaigns/get-campaign';
import { getCaps } from '../services/campaigns/get-caps';
import { getSteps } from '../services/campaigns/get-steps';
import { launchCampaign } from '../services/campaigns/launch-campaign';
import { launchProblems } from '../services/campaigns/launch-problems';
import { listCampaigns } from '../services/campaigns/list-campaigns';
import { listPeople } from '../services/campaigns/list-people';
import { patchCampaign } from '../services/campaigns/patch-campaign';
import { pauseCampaign } from '../services/campaigns/pause-campaign';
import { previewMessage } from '../services/campaigns/preview-message';
import { putCaps } from '../services/campaigns/put-caps';
import { putSteps } from '../services/campaigns/put-steps';
import { resumeCampaign } from '../services/campaigns/resume-campaign';
import type { Announcement } from './request-context';
import { signed } from './request-context';

const routes = signed.campaigns;

/** Campaigns: the verbs, and what the engine must hear of at once. */
export const campaignRoutes = {
  list: routes.list.handler(({ input, context }) => listCampaigns(context.ctx, input)),
  create: routes.create.handler(({ input, context }) => createCampaign(context.ctx, input)),
  get: routes.get.handler(({ input, context }) => getCampaign(context.ctx, input)),
  patch: routes.patch.handler(({ input, context }) => patchCampaign(context.ctx, input)),
  getCaps: routes.getCaps.handler(({ input, context }) => getCaps(context.ctx, input)),
  putCaps: routes.putCaps.handler(({ input, context }) => putCaps(context.ctx, input)),
  getSteps: routes.getSteps.handler(({ input, context }) => getSteps(context.ctx, input)),
  putSteps: routes.putSteps.handler(({ input, context }) =>
    putSteps(context.ctx, { id: input.params.id, steps: input.body }),
  ),
  people: routes.people.handler(({ input, context }) => listPeople(context.ctx, input)),
  addPeople: routes.addPeople.handler(async ({ input, context }) => {
    const result = await addPeople(context.ctx, input);
    await context.announce(of('campaign/people-added', context.workspaceId, input.id));
    return result;
  }),
  launch: routes.launch.handler(async ({ input, context }) => {
    const campaign = await launchCampaign(context.ctx, input);
    await context.announce(of('campaign/launched', context.workspaceId, campaign.id));
    return campaign;
  }),
  pause: routes.pause.handler(({ input, context }) => pauseCampaign(context.ctx, input)),
  resume: routes.resume.handler(async ({ input, context }) => {
    const campaign = await resumeCampaign(context.ctx, input);
    await context.announce(of('campaign/resumed', context.workspaceId, campaign.id));
    return campaign;
  }),
  forecast: routes.forecast.handler(({ input, context }) => forecastCampaign(context.ctx, input)),
  funnel: routes.funnel.handler(({ input, context }) => campaignFunnel(context.ctx, input)),
  problems: routes.problems.handler(({ input, context }) => launchProblems(context.ctx, input)),
  preview: routes.preview.handler(({ input, context }) => previewMessage(context.ctx, input)),
  explanation: routes.explanation.handler(({ input, context }) => explainCampaign(context.ctx, input)),
};

type CampaignEvent = Extract<Announcement, { data: { campaignId: string } }>;

function of(name: CampaignEvent['name'], workspaceId: string, campaignId: string): CampaignEvent {
  return { name, data: { workspaceId, campaignId } };
}
