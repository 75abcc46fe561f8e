/**
 * Reads what was typed into a cap field: blank inherits (null), a number outside the scale is moved to its end, and
 * `note` says so. Fractions are cut off, since there is no half send.
 */
export function readCap(
  raw: string,
  scale: { min: number; max: number },
): { value: number | null; note: string | null } {
  const text = raw.trim();
  if (text === '') return { value: null, note: null };
  const typed = Number(text);
  if (!Number.isFinite(typed)) return { value: null, note: `“${text}” is not a number, so the field is blank.` };
  const whole = Math.trunc(typed);
  if (whole > scale.max)
    return { value: scale.max, note: `${whole} is above the scale. Set to ${scale.max}, its end.` };
  if (whole < scale.min) return { value: scale.min, note: `${whole} is below the scale. Set to ${scale.min}.` };
  return { value: whole, note: whole === typed ? null : `Only whole numbers: set to ${whole}.` };
}

/**
 * The value after a key on the slider, or null where the browser's own handling is right: Shift with an arrow moves by 5,
 * a page key by 10, both within the scale (ux.md §3.3).
 */
export function valueAfterKey(
  key: { key: string; shiftKey: boolean },
  value: number,
  scale: { min: number; max: number },
): number | null {
  const by = stepOf(key);
  return by === null ? null : Math.min(scale.max, Math.max(scale.min, value + by));
}

function stepOf({ key, shiftKey }: { key: string; shiftKey: boolean }): number | null {
  if (key === 'PageUp') return 10;
  if (key === 'PageDown') return -10;
  if (!shiftKey) return null;
  if (key === 'ArrowUp' || key === 'ArrowRight') return 5;
  return key === 'ArrowDown' || key === 'ArrowLeft' ? -5 : null;
}
