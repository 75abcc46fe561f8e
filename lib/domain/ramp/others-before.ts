import type { RampStand } from './decide-ramps';

/** Where the ramp of the kinds other than invites stands, as the stored day before left it; week 0 without one. */
export function othersBefore(
  last: { week: number; inputs: Record<string, unknown> } | null,
  account: { connectedAt: Date; rampSteppedBackAt: Date | null },
): RampStand {
  const { otherWeek, otherSteppedUpAt, otherSteppedBackAt } = last?.inputs ?? {};
  return {
    week: typeof otherWeek === 'number' ? otherWeek : (last?.week ?? 0),
    steppedUpAt: typeof otherSteppedUpAt === 'string' ? new Date(otherSteppedUpAt) : account.connectedAt,
    // Rows from before this was kept: the account's own step back is the nearest that is known.
    steppedBackAt:
      typeof otherSteppedBackAt === 'string'
        ? new Date(otherSteppedBackAt)
        : otherSteppedBackAt === null
          ? null
          : account.rampSteppedBackAt,
  };
}
