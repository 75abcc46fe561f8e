import { accounts, todayContract } from './accounts';
import { campaigns } from './campaigns';
import { imports } from './imports';
import { installation } from './installation';
import { lists, prospects } from './people';
import { invitations, sends } from './sends';
import { system } from './system';
import { threads } from './threads';
import { audit, clock, controls, limits, meContract, members, suppressions, tokens } from './workspace';

/** The whole of `/api/v1` (design.md §6): the server implements it, the client is made of it, OpenAPI is generated from it. */
export const api = {
  me: meContract,
  today: todayContract,
  accounts,
  campaigns,
  prospects,
  lists,
  imports,
  sends,
  invitations,
  threads,
  suppressions,
  controls,
  members,
  tokens,
  audit,
  limits,
  clock,
  installation,
  system,
};
export type Api = typeof api;
