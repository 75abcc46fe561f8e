import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import type { OpenInterval } from '../../domain/pacing/working-hours';
import { sendingIntervals } from './sending-intervals';

/** The open intervals of a day that was opened, in the zone of the day itself: another one takes effect when it has ended. */
export function intervalsOfDay(day: RampDayRow, account: AccountRow, clockSpeed: number): OpenInterval[] {
  return sendingIntervals(day.localDate, { ...account, timeZone: day.timeZone }, clockSpeed);
}
