/** Whether a name is that of a time zone that this machine can compute with. */
export function isTimeZone(name: string): boolean {
  // An offset such as +02:00 is understood by Intl too, but knows no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
