/** What an event can be about, the most telling first. */
const SUBJECTS = ['accountId', 'campaignId', 'eventId'] as const;

/**
 * The id of what a run is about, from the data of its event; of a run that tells of another's end, from that one's event.
 * Null for the sweepers, which are about everything.
 */
export function runSubject(data: Record<string, unknown>): string | null {
  const told = fieldOf(fieldOf(data, 'event'), 'data');
  for (const source of [data, told]) {
    for (const name of SUBJECTS) {
      const value = fieldOf(source, name);
      if (typeof value === 'string') return value;
    }
  }
  return null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
