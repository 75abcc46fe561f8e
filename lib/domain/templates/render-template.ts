/** What a template may name of a person. */
export interface TemplatePerson {
  firstName: string | null;
  lastName: string | null;
  fullName: string | null;
  company: string | null;
  title: string | null;
  location: string | null;
  custom: Record<string, string>;
}

/**
 * Fills `{{first_name|there}}` with the person's value, else with the fallback. A variable with neither stays in the text
 * and is named in `missing`: such a text must never be sent.
 */
export function renderTemplate(template: string, person: TemplatePerson | null): { text: string; missing: string[] } {
  const missing: string[] = [];
  const text = template.replace(VARIABLE, (whole, name: string, fallback: string | undefined) => {
    const value = fieldOf(person, name) ?? fallback?.trim();
    if (value !== undefined) return value;
    missing.push(name);
    return whole;
  });
  return { text, missing };
}

/** The variables that every person may have a value for. */
export const BUILT_IN_VARIABLES = ['first_name', 'last_name', 'full_name', 'company', 'title', 'location'] as const;

/** Variables of a text that are neither built in nor a custom field of anybody. */
export function unknownVariables(template: string, customKeys: ReadonlySet<string>): string[] {
  const known = new Set<string>(BUILT_IN_VARIABLES.map((name) => name.replaceAll('_', '')));
  const names = [...template.matchAll(VARIABLE)].map((match) => match[1] ?? '');
  return [...new Set(names)].filter(
    (name) => !known.has(name.toLowerCase().replaceAll('_', '')) && !customKeys.has(name.replace(/^custom\./, '')),
  );
}

/** Whether a text names a variable at all: one that does not is the same for everybody. */
export function hasVariable(template: string): boolean {
  return template.search(VARIABLE) >= 0;
}

const VARIABLE = /\{\{\s*([\w.]+)\s*(?:\|([^}]*))?\}\}/g;

function fieldOf(person: TemplatePerson | null, name: string): string | undefined {
  if (person === null) return undefined;
  const values: Record<string, string | null> = {
    ...person.custom,
    firstname: person.firstName,
    lastname: person.lastName,
    fullname: person.fullName,
    company: person.company,
    title: person.title,
    location: person.location,
  };
  const value = values[name.replace(/^custom\./, '')] ?? values[name.toLowerCase().replaceAll('_', '')];
  // A blank cell of the imported file is no value: "Hi ," reads worse than the fallback.
  return value?.trim() ? value.trim() : undefined;
}
