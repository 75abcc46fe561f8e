/** The first rows of a file as the browser reads them, with a guess of what each column means. */
export interface FilePreview {
  columns: string[];
  rows: string[][];
  mapping: Record<string, string | null>;
  /** The variable that each column would become if it filled no field, such as `custom.job_level`. */
  variables: Record<string, string>;
}

/** Fields that a column may fill; anything else becomes a variable of its own. */
export const IMPORT_FIELDS: { value: string; label: string }[] = [
  { value: 'linkedinUrl', label: 'LinkedIn address' },
  { value: 'firstName', label: 'First name' },
  { value: 'lastName', label: 'Last name' },
  { value: 'fullName', label: 'Full name' },
  { value: 'company', label: 'Company' },
  { value: 'title', label: 'Title' },
  { value: 'location', label: 'Location' },
  { value: 'email', label: 'E-mail' },
  { value: 'phone', label: 'Phone' },
];

const HEAD_BYTES = 64_000;
const ROWS = 5;

/** Reads the head of a file; null when the browser cannot, in which case the server says what is wrong with it. */
export async function readPreview(file: File): Promise<FilePreview | null> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  // A character that a text has no use for: the file is no CSV.
  if (text.includes('\u0000')) return null;
  return previewOf(text, bytes.length === HEAD_BYTES);
}

/** The header and up to five rows; the last line is left out when the head may have cut it. */
export function previewOf(text: string, cut: boolean): FilePreview | null {
  const delimiter = delimiterOf(text);
  const lines = parse(text.replace(/^\uFEFF/, ''), delimiter);
  const whole = cut ? lines.slice(0, -1) : lines;
  const [header, ...rows] = whole.filter((line) => line.some((cell) => cell.trim() !== ''));
  if (header === undefined) return null;
  const columns = header.map((name) => name.trim());
  // Two columns of one name cannot be mapped apart; the server names them.
  if (new Set(columns).size !== columns.length || columns.includes('')) return null;
  const variables = variablesOf(columns);
  return { columns, rows: rows.slice(0, ROWS), mapping: guess(columns, variables), variables };
}

function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const count = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

function parse(text: string, delimiter: string): string[][] {
  const lines: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    lines.at(-1)?.push(cell);
    cell = '';
  };
  for (let index = 0; index < text.length && lines.length < ROWS + 30; index += 1) {
    const sign = text[index];
    if (quoted && sign === '"' && text[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === delimiter) endCell();
    else if (!quoted && sign === '\n') {
      endCell();
      lines.push([]);
    } else if (quoted || sign !== '\r') cell += sign;
  }
  endCell();
  return lines;
}

/** A text can name only letters, digits and underscores, so "Job Level" becomes `{{Job_Level}}`; no two are the same. */
function variablesOf(columns: string[]): Record<string, string> {
  const given = new Set<string>();
  return Object.fromEntries(
    columns.map((column, index) => {
      const plain = column
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/\W+/g, '_')
        .replace(/^_+|_+$/g, '');
      const short = plain.slice(0, NAME_CHARS) || `column_${index + 1}`;
      const name = given.has(short) ? `${short}_${index + 1}` : short;
      given.add(name);
      return [column, `custom.${name}`];
    }),
  );
}

/** Four short of what the server takes, for the number that keeps two of them apart. */
const NAME_CHARS = 56;

function guess(columns: string[], variables: Record<string, string>): Record<string, string | null> {
  const given = new Set<string>();
  return Object.fromEntries(
    columns.map((column) => {
      const name = column.toLowerCase().replace(/[^\p{L}\d]/gu, '');
      const field = Object.entries(NAMES).find(([key, names]) => !given.has(key) && names.includes(name))?.[0];
      if (field === undefined) return [column, variables[column] ?? null];
      given.add(field);
      return [column, field];
    }),
  );
}

const NAMES: Record<string, string[]> = {
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
