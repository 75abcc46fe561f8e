import { z } from 'zod';
import { withCredits } from './accounts';
import { type Answer, ok, problem, read } from './answers';
import { chatIdOf, messagesOf, sendInmail, sendMessage } from './conversations';
import { findTie, personIdOf, tieOf } from './identities';
import { listAnswer, pageByCursor } from './paging';
import type { Account } from './records';
import { accountRoute, type Call, type Route } from './router';
import { actOf } from './routes-users';
import { chatShape, messageShape } from './shapes';
import type { Simulation } from './simulation';

/** Conversations and InMail. */
export function chatRoutes(simulation: Simulation): Route[] {
  return [
    accountRoute('POST /v2/:account/chats/send', (call, account) => start(simulation, call, account)),
    accountRoute('POST /v2/:account/chats/:chat/messages/send', (call, account) => reply(simulation, call, account)),
    accountRoute('GET /v2/:account/chats', (call, account) => chats(simulation, call, account)),
    accountRoute('GET /v2/:account/chats/:chat', (call, account) => chat(simulation, call, account)),
    accountRoute('GET /v2/:account/chats/:chat/messages', (call, account) => messages(simulation, call, account)),
    accountRoute('GET /v2/:account/users/:user/chat', (call, account) => lookUp(simulation, call, account)),
    accountRoute('GET /v2/:account/linkedin/inmail-credits', (call, account) => credits(call, account)),
    accountRoute('GET /v2/:account/linkedin/contracts', (_, account) => contracts(account)),
  ];
}

const SUBJECT = z.object({ subject: z.string().min(1) });
const START = z.object({
  text: z.string(),
  users_ids: z.union([z.string(), z.array(z.string()).length(1)]),
  specifics: z
    .object({
      linkedin: z
        .object({
          classic: z.object({ inmail: z.boolean().optional(), subject: z.string().optional() }).optional(),
          sales_navigator: SUBJECT.optional(),
          recruiter: SUBJECT.optional(),
        })
        .optional(),
    })
    .optional(),
});
const REPLY = z.object({ text: z.string().min(1) });
const PAGE_MAX = 250;

function start(simulation: Simulation, call: Call, account: Account): Answer {
  const body = read(START, call.body);
  if (!body.ok) return body.answer;
  const linkedin = body.value.specifics?.linkedin ?? {};
  const missing = missingProduct(account, linkedin);
  if (missing !== null) return problem('provider/insufficient_permissions', `The account has no ${missing}.`);
  const userId = typeof body.value.users_ids === 'string' ? body.value.users_ids : (body.value.users_ids[0] ?? '');
  const found = findTie(simulation, account, userId);
  const tie = found !== null && userId === personIdOf(simulation.seed, account.id, found.person.slug) ? found : null;
  const asked =
    linkedin.classic?.inmail === true || linkedin.sales_navigator !== undefined || linkedin.recruiter !== undefined;
  const subject = linkedin.sales_navigator?.subject ?? linkedin.recruiter?.subject ?? linkedin.classic?.subject ?? null;
  const outgoing = { text: body.value.text, subject };
  // To a connection the same call is an ordinary message and costs no credit.
  const inmail = asked && tie?.degree !== 1;
  const outcome = inmail
    ? sendInmail(
        simulation,
        { ...actOf(call, account, 'inmail', tie, userId), open: tie?.person.openProfile === true },
        outgoing,
      )
    : sendMessage(simulation, actOf(call, account, 'message', tie, userId), outgoing);
  if (!outcome.ok) return outcome.answer;
  return ok({ object: 'ChatStarted', chat_id: outcome.chatId, message_id: outcome.messageId }, 201);
}

function reply(simulation: Simulation, call: Call, account: Account): Answer {
  const body = read(REPLY, call.body);
  if (!body.ok) return body.answer;
  const found = ownChat(simulation, call, account);
  if (found === null) return problem('provider/resource_not_found', 'No such chat.');
  const act = actOf(call, account, 'message', found.tie, found.tie.person.slug);
  const outcome = sendMessage(simulation, act, { text: body.value.text, subject: null });
  return outcome.ok ? ok({ object: 'MessageSent', message_id: outcome.messageId }, 201) : outcome.answer;
}

function chats(simulation: Simulation, call: Call, account: Account): Answer {
  const newestFirst = simulation.store
    .ofAccount('chat', account.id)
    .map(([id, one]) => ({ ...one, id, key: `${one.lastAt}|${id}` }))
    .sort((a, b) => (a.key < b.key ? 1 : -1));
  const page = pageByCursor(newestFirst, call.query, PAGE_MAX, (one) => one.key);
  if (!page.ok) return page.answer;
  const data = page.items.flatMap((one) => {
    const tie = tieOf(simulation, account, one.slug);
    return tie === null ? [] : [chatShape(simulation, account, one.id, tie, one.lastAt)];
  });
  return listAnswer(page, data);
}

function chat(simulation: Simulation, call: Call, account: Account): Answer {
  const found = ownChat(simulation, call, account);
  if (found === null) return problem('provider/resource_not_found', 'No such chat.');
  return ok(chatShape(simulation, account, found.id, found.tie, found.lastAt));
}

function messages(simulation: Simulation, call: Call, account: Account): Answer {
  const found = ownChat(simulation, call, account);
  if (found === null) return problem('provider/resource_not_found', 'No such chat.');
  const page = pageByCursor(
    messagesOf(simulation, account.id, found.id),
    call.query,
    PAGE_MAX,
    ([id, one]) => `${one.at}|${id}`,
  );
  if (!page.ok) return page.answer;
  return listAnswer(
    page,
    page.items.map(([id, one]) => messageShape(account, id, one, found.tie)),
  );
}

function lookUp(simulation: Simulation, call: Call, account: Account): Answer {
  const tie = findTie(simulation, account, call.params.user ?? '');
  if (tie === null) return problem('provider/resource_not_found', 'No such member.');
  const id = chatIdOf(simulation, account.id, tie.person.slug);
  const exists = simulation.store.get('chat', id) !== undefined;
  return ok({
    object: 'ChatLookup',
    data: exists ? [{ chat_id: id, inbox_id: 'CLASSIC_PRIMARY', has_history: true }] : [],
  });
}

function credits(call: Call, account: Account): Answer {
  const { balance } = withCredits(account, call.now).credits;
  const name = account.tier === 'recruiter' || account.tier === 'recruiter_lite' ? 'recruiter' : account.tier;
  const product = name === 'sales_navigator' || name === 'recruiter' ? name : 'classic';
  return ok({ object: 'InmailCredits', credits: { [product]: balance } });
}

function contracts(account: Account): Answer {
  const names: Record<string, string> = {
    sales_navigator: 'Sales Navigator',
    recruiter_lite: 'Recruiter Lite',
    recruiter: 'Recruiter',
  };
  const name = names[account.tier];
  return ok({ data: name === undefined ? [] : [{ object: 'LinkedinContract', id: `${account.tier}-1`, name }] });
}

function missingProduct(account: Account, asked: { sales_navigator?: unknown; recruiter?: unknown }): string | null {
  if (asked.sales_navigator !== undefined && account.tier !== 'sales_navigator') return 'Sales Navigator';
  const recruiter = account.tier === 'recruiter' || account.tier === 'recruiter_lite';
  return asked.recruiter !== undefined && !recruiter ? 'Recruiter' : null;
}

function ownChat(simulation: Simulation, call: Call, account: Account) {
  const id = call.params.chat ?? '';
  const found = simulation.store.get('chat', id);
  const tie = found?.accountId === account.id ? tieOf(simulation, account, found.slug) : null;
  return found === undefined || tie === null ? null : { id, tie, lastAt: found.lastAt };
}
