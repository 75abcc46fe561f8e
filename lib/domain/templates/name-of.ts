/** The name under which a person is shown: the whole one where it is known, else of its parts; null without any. */
export function nameOf(
  person: { fullName: string | null; firstName: string | null; lastName: string | null } | null | undefined,
): string | null {
  return person?.fullName ?? ([person?.firstName, person?.lastName].filter(Boolean).join(' ') || null);
}
