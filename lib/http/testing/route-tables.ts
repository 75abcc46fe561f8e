import type { Permission } from '@/lib/domain/access/roles';

/** What a viewer may not read. */
export const NOT_FOR_VIEWERS = [
  '/audit',
  '/tokens',
  '/system',
  '/system/runs',
  '/system/runs/{id}',
  '/threads/{id}/messages',
];
const EXPLANATION = 'verdict headline primary also next checks';
/** Path, where in the answer, and the fields of design.md §6 there. */
export const DOCUMENTED: [path: string, at: (string | number)[], fields: string][] = [
  [
    '/accounts/{id}',
    [],
    'id provider tier name state stateReason timeZone workingHours daysOff targets ownerId connectedAt',
  ],
  ['/accounts', ['items', 0], 'id provider tier name state'],
  ['/accounts', [], 'items nextCursor'],
  ['/accounts/{id}', ['workingHours', 0], 'day from to'],
  ['/accounts/{id}/usage', [], 'asOf budgets'],
  [
    '/accounts/{id}/usage',
    ['budgets', 0],
    'budget window cap sent reserved unknown used left effective bindingBudget resetsAt',
  ],
  ['/accounts/{id}/ramp', [], 'week weeks today days'],
  ['/accounts/{id}/ramp', ['today'], 'cap decision reason inputs'],
  ['/accounts/{id}/ramp', ['days', 0], 'date cap planned sent decision reason'],
  ['/accounts/{id}/health', ['factors', 0], 'value sample verdict'],
  ['/accounts/{id}/explanation', [], EXPLANATION],
  ['/accounts/{id}/explanation', ['primary'], 'code text since until'],
  ['/accounts/{id}/explanation', ['checks', 0], 'code result detail'],
  ['/campaigns/{id}/explanation', [], EXPLANATION],
  ['/prospects/{id}/explanation', [], EXPLANATION],
  ['/imports/{id}', [], 'id rows created merged duplicate suppressed invalid state'],
  ['/imports/{id}/rows', [], 'items nextCursor'],
  ['/imports', ['items', 0], 'id kind rows state stateReason nextAt'],
  ['/campaigns/{id}/caps', [], 'dailyLimit invite message inmail'],
  ['/campaigns/{id}/steps', [0], 'id kind delayDays text subject note timeoutDays otherwise'],
  ['/campaigns/{id}/people', ['items', 0], 'id prospectId state reason priority'],
  [
    '/sends',
    ['items', 0],
    'id accountId campaignId enrolmentId stepId prospectId action origin state spent attempt budgets reservedAt dispatchedAt settledAt answer',
  ],
  ['/invitations?type=sent', ['items', 0], 'id accountId prospectId state withdrawal'],
  ['/threads', ['items', 0], 'id accountId prospectId name lastInboundAt lastOutboundAt'],
  ['/threads/{id}/messages', [], 'items nextCursor'],
  ['/me', [], 'user role workspace permissions'],
  ['/system/runs', ['items', 0], 'id functionId state startedAt error'],
];

/** Every route that changes something, with a body that would do it and the permission that it takes. */
export const CHANGES: Record<string, { permission: Permission; body?: unknown }> = {
  'POST /accounts/link': { permission: 'accounts.connect', body: { provider: 'linkedin' } },
  'PATCH /accounts/{id}': { permission: 'accounts.manage_own', body: { name: 'Renamed' } },
  'PUT /accounts/{id}/pause': { permission: 'accounts.manage_own', body: { reason: 'a test' } },
  'DELETE /accounts/{id}/pause': { permission: 'accounts.manage_own' },
  'DELETE /accounts/{id}/stops': { permission: 'accounts.manage_own', body: { action: 'invite' } },
  'POST /campaigns': { permission: 'campaigns.write', body: { name: 'New', senderIds: [] } },
  'PATCH /campaigns/{id}': { permission: 'campaigns.write', body: { name: 'Renamed' } },
  'PUT /campaigns/{id}/caps': {
    permission: 'campaigns.write',
    body: { dailyLimit: 1, invite: 1, message: 1, inmail: 1 },
  },
  'PUT /campaigns/{id}/steps': { permission: 'campaigns.write', body: [{ kind: 'visit' }] },
  'POST /campaigns/{id}/people': { permission: 'campaigns.write', body: { prospectIds: ['ppl_none'] } },
  'PUT /campaigns/{id}/launch': { permission: 'campaigns.write', body: {} },
  'PUT /campaigns/{id}/pause': { permission: 'campaigns.write', body: { reason: 'a test' } },
  'DELETE /campaigns/{id}/pause': { permission: 'campaigns.write' },
  'POST /campaigns/{id}/preview': { permission: 'read', body: { text: 'Hi' } },
  'POST /prospects': { permission: 'prospects.write', body: { fullName: 'Bo Example', email: 'bo@x.test' } },
  'PATCH /prospects/{id}': { permission: 'prospects.write', body: { company: 'Renamed' } },
  'DELETE /prospects/{id}': { permission: 'prospects.write' },
  'PUT /prospects/{id}/pause': { permission: 'prospects.write', body: { reason: 'a test' } },
  'DELETE /prospects/{id}/pause': { permission: 'prospects.write' },
  'PUT /sends/{id}/decision': { permission: 'accounts.manage_own', body: { outcome: 'closed' } },
  'POST /invitations': { permission: 'accounts.manage_own', body: { accountId: 'acc_none', prospectId: 'ppl_none' } },
  'PUT /invitations/{id}/accept': { permission: 'accounts.manage_own' },
  'PUT /invitations/{id}/refuse': { permission: 'accounts.manage_own' },
  'PUT /invitations/{id}/withdraw': { permission: 'accounts.manage_own' },
  'POST /threads': {
    permission: 'accounts.manage_own',
    body: { accountId: 'acc_none', prospectId: 'ppl_none', text: 'Hi' },
  },
  'PUT /threads/{id}/handled': { permission: 'accounts.manage_own' },
  'DELETE /threads/{id}/handled': { permission: 'accounts.manage_own' },
  'POST /threads/{id}/messages': { permission: 'accounts.manage_own', body: { text: 'Hi' } },
  'POST /lists': { permission: 'prospects.write', body: { name: 'New' } },
  'PATCH /lists/{id}': { permission: 'prospects.write', body: { name: 'Renamed' } },
  'DELETE /lists/{id}': { permission: 'prospects.write' },
  'POST /imports': { permission: 'prospects.write', body: peopleFile() },
  'POST /imports/audience': {
    permission: 'prospects.write',
    body: { accountId: 'acc_none', search: 'cto', listName: 'Found', most: 50 },
  },
  'PUT /imports/{id}/cancel': { permission: 'prospects.write' },
  'POST /suppressions': { permission: 'prospects.write', body: { kind: 'domain', value: 'other.test' } },
  'DELETE /suppressions/{id}': { permission: 'controls.resume' },
  'PUT /controls/stop': { permission: 'controls.stop', body: { scope: 'action', action: 'comment' } },
  'DELETE /controls/stop': { permission: 'controls.resume', body: { scope: 'action', action: 'comment' } },
  'PUT /limits': { permission: 'limits.write', body: { key: 'invite.day', tiers: ['premium'], cap: 79 } },
  'POST /members': { permission: 'members.write', body: { email: 'new@x.test', name: 'New', role: 'viewer' } },
  'PATCH /members/{id}': { permission: 'members.write', body: { role: 'viewer' } },
  'DELETE /members/{id}': { permission: 'members.write' },
  'POST /tokens': { permission: 'tokens.write', body: { role: 'viewer' } },
  'DELETE /tokens/{id}': { permission: 'tokens.write' },
  'PUT /installation/confirm': { permission: 'installation.confirm' },
  'PUT /system/runs/{id}/cancel': { permission: 'system.manage' },
  'POST /system/runs/{id}/retry': { permission: 'system.manage' },
  'POST /clock/jump': { permission: 'clock.jump', body: { to: 'never' } },
};

function peopleFile(): FormData {
  const form = new FormData();
  form.set('file', new File(['Email\nnew@x.test\n'], 'people.csv', { type: 'text/csv' }));
  form.set('listName', 'Imported');
  return form;
}
