/**
 * The step that a key of the ledger is of: a later try of a step has `#n` behind it, a look-up names the step it is made
 * for. Null for the profile read after a refused invitation, which no step waits for.
 */
export function stepOfKey(key: string): string | null {
  if (key.startsWith('check:')) return null;
  if (key.startsWith('resolve:')) return key.split(':')[1] ?? null;
  return key.split('#')[0] ?? null;
}
