import { accountRoutes, todayRoute } from './account-routes';
import { campaignRoutes } from './campaign-routes';
import { importRoutes, listRoutes, prospectRoutes, sendRoutes, suppressionRoutes } from './people-routes';
import { signed } from './request-context';
import { systemRoutes } from './system-routes';
import { invitationRoutes, threadRoutes } from './thread-routes';
import {
  auditRoutes,
  clockRoutes,
  controlRoutes,
  installationRoutes,
  limitRoutes,
  memberRoutes,
  meRoute,
  tokenRoutes,
} from './workspace-routes';

/** The implementation of the whole contract; a missing or wrong procedure does not type-check. */
export const router = signed.router({
  me: meRoute,
  today: todayRoute,
  accounts: accountRoutes,
  campaigns: campaignRoutes,
  prospects: prospectRoutes,
  lists: listRoutes,
  imports: importRoutes,
  sends: sendRoutes,
  invitations: invitationRoutes,
  threads: threadRoutes,
  suppressions: suppressionRoutes,
  controls: controlRoutes,
  members: memberRoutes,
  tokens: tokenRoutes,
  audit: auditRoutes,
  limits: limitRoutes,
  clock: clockRoutes,
  installation: installationRoutes,
  system: systemRoutes,
});
