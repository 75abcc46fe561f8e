import type { WorkingHours } from '../../domain/accounts/constants';
import { DAY_BUDGET } from '../../domain/limits/account-cap';
import type { Action, Tier } from '../../domain/limits/constants';
import { ACTIONS } from '../../domain/limits/constants';
import type { Limits } from '../../domain/limits/limit-policy';
import { isTimeZone } from '../../domain/limits/time-zone';
import type { FieldError } from '../../platform/errors';

/** What is wrong with a schedule, field by field; empty when it can be kept. */
export function scheduleProblems(input: {
  timeZone?: string;
  workingHours?: WorkingHours[];
  daysOff?: string[];
}): FieldError[] {
  const fields: FieldError[] = [];
  if (input.timeZone !== undefined && !isTimeZone(input.timeZone)) {
    fields.push({ path: 'timeZone', message: 'Use the name of a time zone such as Europe/Berlin.' });
  }
  for (const [index, hours] of (input.workingHours ?? []).entries()) {
    const path = `workingHours.${index}`;
    if (!Number.isInteger(hours.day) || hours.day < 1 || hours.day > 7)
      fields.push({ path: `${path}.day`, message: 'Days go from 1 (Monday) to 7 (Sunday).' });
    if (!TIME.test(hours.from))
      fields.push({ path: `${path}.from`, message: 'Write the time as HH:mm, from 00:00 to 23:59.' });
    if (!TIME.test(hours.to) && hours.to !== '24:00')
      fields.push({ path: `${path}.to`, message: 'Write the time as HH:mm, up to 24:00.' });
    else if (hours.from >= hours.to)
      fields.push({ path: `${path}.to`, message: 'The end must be later than the start.' });
  }
  for (const [index, date] of (input.daysOff ?? []).entries()) {
    if (!isDate(date)) fields.push({ path: `daysOff.${index}`, message: 'Write the date as YYYY-MM-DD.' });
  }
  return fields;
}

/** Which targets are no whole numbers from 0 to the hard cap of the tier. */
export function targetProblems(
  targets: Partial<Record<Action, number | null>>,
  tier: Tier,
  limits: Limits,
): FieldError[] {
  return ACTIONS.flatMap((action) => {
    const value = targets[action];
    if (value === undefined || value === null) return [];
    const { hard } = limits(DAY_BUDGET[action], tier);
    if (!Number.isInteger(value) || value < 0)
      return [{ path: `targets.${action}`, message: 'A target is a whole number, 0 or more.' }];
    return value > hard ? [{ path: `targets.${action}`, message: `At most ${hard} a day on this plan.` }] : [];
  });
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
