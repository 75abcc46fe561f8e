import { boolean, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { AccountState, ProfilePart, Provider, WorkingHours } from '../../lib/domain/accounts/constants';
import type { Action, Tier } from '../../lib/domain/limits/constants';
import { json, moment, workspaceId } from './columns';

/** A connected sending account, never a user. */
export const accounts = pgTable(
  'accounts',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    provider: text().$type<Provider>().notNull(),
    providerAccountId: text().notNull(),
    name: text().notNull(),
    ownerId: text().notNull(),
    tier: text().$type<Tier>().notNull(),
    state: text().$type<AccountState>().notNull(),
    stateReason: text(),
    stateChangedAt: moment().notNull(),
    country: text(),
    timeZone: text(),
    workingHours: json<WorkingHours[]>().notNull(),
    daysOff: json<string[]>().notNull(),
    /** What a day aims at per action, below the catalogue's hard cap. Blank inherits the default. */
    targets: json<Partial<Record<Action, number>>>().notNull(),
    ageDays: integer(),
    connections: integer(),
    activeLast30Days: boolean(),
    inmailCredits: integer(),
    inmailCreditsAt: moment(),
    /** What the own profile lacks; null while the provider told nothing of it. */
    profileLacks: text().array().$type<ProfilePart[]>(),
    profileReadAt: moment(),
    healthCheckedAt: moment(),
    rampWeek: integer().notNull(),
    rampWeeks: integer().notNull(),
    rampSteppedUpAt: moment(),
    rampSteppedBackAt: moment(),
    restrictedAt: moment(),
    pausedAt: moment(),
    pausedBy: text(),
    pauseReason: text(),
    nextSlotAt: moment(),
    connectedAt: moment().notNull(),
  },
  (t) => [
    unique('accounts_provider_account_unique').on(t.workspaceId, t.providerAccountId),
    index('accounts_workspace').on(t.workspaceId),
  ],
);
