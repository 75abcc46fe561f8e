/** The fields that a column of a file may fill, beside `custom.NAME`. */
export const IMPORT_FIELDS = [
  'linkedinUrl',
  'firstName',
  'lastName',
  'fullName',
  'company',
  'title',
  'location',
  'email',
  'phone',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Guesses the field of each column from its name; each field is given once, other columns become variables. */
export function guessMapping(columns: string[]): Record<string, string | null> {
  const given = new Set<ImportField>();
  const variables = variablesOf(columns);
  return Object.fromEntries(
    columns.map((column) => {
      const name = column.toLowerCase().replace(/[^\p{L}\d]/gu, '');
      const field = IMPORT_FIELDS.find((candidate) => !given.has(candidate) && NAMES[candidate].includes(name));
      if (field === undefined) return [column, column === '' ? null : (variables[column] ?? null)];
      given.add(field);
      return [column, field];
    }),
  );
}

/**
 * The variable that each column becomes when it fills no field. A text can name only letters, digits and underscores, so
 * "Job Level" becomes `custom.Job_Level`; no two are the same.
 */
export function variablesOf(columns: string[]): Record<string, string> {
  const given = new Set<string>();
  return Object.fromEntries(
    columns.map((column, index) => {
      const plain = column
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/\W+/g, '_')
        .replace(/^_+|_+$/g, '');
      const short = plain.slice(0, NAME_CHARS) || `column_${index + 1}`;
      let name = short;
      for (let number = index + 1; given.has(name); number += 1) name = `${short}_${number}`;
      given.add(name);
      return [column, `custom.${name}`];
    }),
  );
}

/** Four short of what a mapping may name, for the number that keeps two of them apart. */
const NAME_CHARS = 56;

/** Whether a mapping may name this field. */
export function isImportField(field: string): boolean {
  return IMPORT_FIELDS.some((known) => known === field) || /^custom\..{1,60}$/.test(field);
}

/** Names of columns in exports that people really have, without signs and in lower case. */
const NAMES: Record<ImportField, string[]> = {
  linkedinUrl: [
    'linkedinurl',
    'linkedin',
    'linkedinprofile',
    'linkedinprofileurl',
    'profileurl',
    'url',
    'profile',
    'personlinkedinurl',
    'linkedinslug',
    'publicidentifier',
  ],
  firstName: ['firstname', 'givenname', 'vorname'],
  lastName: ['lastname', 'surname', 'familyname', 'nachname'],
  fullName: ['fullname', 'name', 'contact', 'contactname'],
  company: ['company', 'companyname', 'organization', 'organisation', 'employer', 'firma', 'account'],
  title: ['title', 'jobtitle', 'position', 'role', 'headline'],
  location: ['location', 'city', 'region', 'country', 'place'],
  email: ['email', 'emailaddress', 'mail', 'workemail'],
  phone: ['phone', 'phonenumber', 'mobile', 'telephone', 'mobilephone'],
};
