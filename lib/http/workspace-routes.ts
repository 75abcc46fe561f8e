import { listAudit } from '../services/audit/list-audit';
import { jumpClock } from '../services/clock/jump-clock';
import { readClock } from '../services/clock/read-clock';
import { deleteStop } from '../services/controls/delete-stop';
import { listStops } from '../services/controls/list-stops';
import { putStop } from '../services/controls/put-stop';
import { confirmInstallation } from '../services/installation/confirm-installation';
import { readInstallation } from '../services/installation/read-installation';
import { listLimits } from '../services/limits/list-limits';
import { putLimit } from '../services/limits/put-limit';
import { getMe } from '../services/me/get-me';
import { inviteMember } from '../services/members/invite-member';
import { listMembers } from '../services/members/list-members';
import { patchMember } from '../services/members/patch-member';
import { removeMember } from '../services/members/remove-member';
import { createToken } from '../services/tokens/create-token';
import { listTokens } from '../services/tokens/list-tokens';
import { revokeToken } from '../services/tokens/revoke-token';
import { signed } from './request-context';

export const meRoute = signed.me.handler(({ context }) => getMe(context.ctx));

export const controlRoutes = {
  stops: signed.controls.stops.handler(({ context }) => listStops(context.ctx)),
  stop: signed.controls.stop.handler(({ input, context }) => putStop(context.ctx, input)),
  resume: signed.controls.resume.handler(({ input, context }) => deleteStop(context.ctx, input)),
};

export const memberRoutes = {
  list: signed.members.list.handler(({ input, context }) => listMembers(context.ctx, input)),
  invite: signed.members.invite.handler(({ input, context }) => inviteMember(context.ctx, input)),
  patch: signed.members.patch.handler(({ input, context }) => patchMember(context.ctx, input)),
  remove: signed.members.remove.handler(({ input, context }) => removeMember(context.ctx, input)),
};

export const tokenRoutes = {
  list: signed.tokens.list.handler(({ input, context }) => listTokens(context.ctx, input)),
  create: signed.tokens.create.handler(({ input, context }) => createToken(context.ctx, input)),
  revoke: signed.tokens.revoke.handler(({ input, context }) => revokeToken(context.ctx, input)),
};

export const auditRoutes = { list: signed.audit.list.handler(({ input, context }) => listAudit(context.ctx, input)) };
export const limitRoutes = {
  list: signed.limits.list.handler(({ context }) => listLimits(context.ctx)),
  put: signed.limits.put.handler(({ input, context }) => putLimit(context.ctx, input)),
};
export const clockRoutes = {
  read: signed.clock.read.handler(({ context }) => readClock(context.ctx)),
  jump: signed.clock.jump.handler(({ input, context }) => jumpClock(context.ctx, input)),
};
export const installationRoutes = {
  read: signed.installation.read.handler(({ context }) => readInstallation(context.ctx)),
  confirm: signed.installation.confirm.handler(({ context }) => confirmInstallation(context.ctx)),
};
