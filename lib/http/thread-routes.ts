import { answerInvitation } from '../services/invitations/answer-invitation';
import { askWithdrawal } from '../services/invitations/ask-withdrawal';
import { invitePerson } from '../services/invitations/invite-person';
import { listInvitations } from '../services/invitations/list-invitations';
import { getThread } from '../services/threads/get-thread';
import { handleThread } from '../services/threads/handle-thread';
import { listMessages } from '../services/threads/list-messages';
import { listThreads } from '../services/threads/list-threads';
import { reopenThread } from '../services/threads/reopen-thread';
import { startThread } from '../services/threads/start-thread';
import { writeMessage } from '../services/threads/write-message';
import { signed } from './request-context';

/** Invitations and conversations; what is sent by hand is sent once for its Idempotency-Key. */
export const invitationRoutes = {
  list: signed.invitations.list.handler(({ input, context }) => listInvitations(context.ctx, input)),
  create: signed.invitations.create.handler(({ input, context }) =>
    invitePerson(context.ctx, { ...input, key: context.key, later: context.later }),
  ),
  accept: signed.invitations.accept.handler(({ input, context }) =>
    answerInvitation(context.ctx, { ...input, answer: 'accept', later: context.later }),
  ),
  refuse: signed.invitations.refuse.handler(({ input, context }) =>
    answerInvitation(context.ctx, { ...input, answer: 'refuse', later: context.later }),
  ),
  withdraw: signed.invitations.withdraw.handler(({ input, context }) => askWithdrawal(context.ctx, input)),
};

export const threadRoutes = {
  list: signed.threads.list.handler(({ input, context }) => listThreads(context.ctx, input)),
  get: signed.threads.get.handler(({ input, context }) => getThread(context.ctx, input)),
  start: signed.threads.start.handler(({ input, context }) =>
    startThread(context.ctx, { ...input, key: context.key, later: context.later }),
  ),
  handle: signed.threads.handle.handler(({ input, context }) => handleThread(context.ctx, input)),
  reopen: signed.threads.reopen.handler(({ input, context }) => reopenThread(context.ctx, input)),
  messages: signed.threads.messages.handler(({ input, context }) => listMessages(context.ctx, input)),
  write: signed.threads.write.handler(({ input, context }) =>
    writeMessage(context.ctx, { ...input, key: context.key, later: context.later }),
  ),
};
