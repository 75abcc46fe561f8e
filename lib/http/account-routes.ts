import { accountHealth } from '../services/accounts/account-health';
import { accountRamp } from '../services/accounts/account-ramp';
import { accountSignals } from '../services/accounts/account-signals';
import { accountUsage } from '../services/accounts/account-usage';
import { allowAction } from '../services/accounts/allow-action';
import { explainAccount } from '../services/accounts/explain-account';
import { getAccount } from '../services/accounts/get-account';
import { linkAccount } from '../services/accounts/link-account';
import { listAccounts } from '../services/accounts/list-accounts';
import { patchAccount } from '../services/accounts/patch-account';
import { pauseAccount } from '../services/accounts/pause-account';
import { resumeAccount } from '../services/accounts/resume-account';
import { today } from '../services/accounts/today';
import { signed } from './request-context';

const routes = signed.accounts;
/** What a sending day is planned from. */
const SCHEDULE = ['timeZone', 'workingHours', 'daysOff', 'targets'] as const;

export const todayRoute = signed.today.handler(({ context }) => today(context.ctx));

/** Accounts: the verbs, and what the engine must hear of at once. */
export const accountRoutes = {
  list: routes.list.handler(({ input, context }) => listAccounts(context.ctx, input)),
  get: routes.get.handler(({ input, context }) => getAccount(context.ctx, input)),
  patch: routes.patch.handler(async ({ input, context }) => {
    const account = await patchAccount(context.ctx, input);
    // A new name is no reason to end the running day and to open it again.
    if (SCHEDULE.some((field) => input[field] !== undefined))
      await context.announce({
        name: 'account/schedule-changed',
        data: { workspaceId: context.workspaceId, accountId: account.id },
      });
    return account;
  }),
  link: routes.link.handler(({ input, context }) => linkAccount(context.ctx, { ...input, appUrl: context.appUrl })),
  pause: routes.pause.handler(async ({ input, context }) => {
    const account = await pauseAccount(context.ctx, input);
    await context.announce({
      name: 'account/paused',
      data: { workspaceId: context.workspaceId, accountId: account.id },
    });
    return account;
  }),
  resume: routes.resume.handler(async ({ input, context }) => {
    const account = await resumeAccount(context.ctx, input);
    await context.announce({
      name: 'account/resumed',
      data: { workspaceId: context.workspaceId, accountId: account.id },
    });
    return account;
  }),
  allowAction: routes.allowAction.handler(({ input, context }) => allowAction(context.ctx, input)),
  usage: routes.usage.handler(({ input, context }) => accountUsage(context.ctx, input)),
  ramp: routes.ramp.handler(({ input, context }) => accountRamp(context.ctx, input)),
  health: routes.health.handler(({ input, context }) => accountHealth(context.ctx, input)),
  signals: routes.signals.handler(({ input, context }) => accountSignals(context.ctx, input)),
  explanation: routes.explanation.handler(({ input, context }) => explainAccount(context.ctx, input)),
};
