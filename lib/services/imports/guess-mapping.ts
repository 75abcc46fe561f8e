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

/** Guesses the field of each column from its name; each field is given once, other columns become custom fields. */
export function guessMapping(columns: string[]): Record<string, string | null> {
  const given = new Set<ImportField>();
  return Object.fromEntries(
    columns.map((column) => {
      const name = column.toLowerCase().replace(/[^\p{L}\d]/gu, '');
      const field = IMPORT_FIELDS.find((candidate) => !given.has(candidate) && NAMES[candidate].includes(name));
      if (field === undefined) return [column, name === '' ? null : `custom.${column}`];
      given.add(field);
      return [column, field];
    }),
  );
}

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
  location: ['location', 'city', 'region', 'country'],
  email: ['email', 'emailaddress', 'mail', 'workemail'],
  phone: ['phone', 'phonenumber', 'mobile', 'telephone', 'mobilephone'],
};
