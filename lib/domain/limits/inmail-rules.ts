import { CHECKED_ON, everyTier, freeAndPaid, type LimitRule, said } from './limit-rule';

/** The InMail budgets of a LinkedIn account (limits.md §1). */
export const INMAIL_RULES: LimitRule[] = [
  {
    budget: 'inmail.day',
    actions: ['inmail'],
    window: 'day',
    unit: 'InMails',
    perTier: freeAndPaid({ default: 0, hard: 0 }, { default: 5, hard: 50 }),
    risk: everyTier({ op: '>=', value: 15 }),
    sources: [
      said('S1', 'default 5, red from 15', 'Our default: 5 InMails per day per LinkedIn account.'),
      said('S0', '30 to 50 a day', 'limiting daily sends to 30–50'),
    ],
    disagreement: '5 with a red zone from 15, or 30 to 50: the lower is the default, the highest the hard cap.',
    checkedOn: CHECKED_ON,
    note: 'The free plan has no InMails.',
  },
  {
    budget: 'inmail_credit.month',
    actions: ['inmail'],
    window: 'month',
    unit: 'InMail credits',
    perTier: {
      free: { default: 0, hard: 0 },
      premium: { default: 5, hard: 15 },
      sales_navigator: { default: 50, hard: 50 },
      recruiter_lite: { default: 30, hard: 30 },
      recruiter: { default: 150, hard: 150 },
    },
    risk: {},
    sources: [
      said('S0', 'Career 5 a month', 'Career subscriptions start with 5 InMails per month'),
      said('S1', 'Recruiter 150 a month', 'Recruiter Full has the highest InMail allowance (150/month).'),
      said('W', 'Business 15, Sales Navigator 50, Recruiter Lite 30 a month'),
    ],
    checkedOn: CHECKED_ON,
    note: 'Typical values (Career 5, Business 15). What counts is the balance that the provider reports, never more than this. Sales Navigator and Recruiter refill on the 1st, Premium on its billing date.',
  },
  {
    budget: 'inmail_open.month',
    actions: ['inmail'],
    window: 'month',
    unit: 'InMails to open profiles',
    perTier: freeAndPaid({ default: 0, hard: 0 }, { default: 800, hard: 800 }),
    risk: {},
    sources: [
      said('S0', 'about 800 a month', 'LinkedIn limit free InMails of around 800  per month per account'),
      said('D', 'none on the free plan'),
    ],
    checkedOn: CHECKED_ON,
    note: 'No credit is used.',
  },
];
