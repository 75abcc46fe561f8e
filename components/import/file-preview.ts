import { guessMapping, type ImportField, variablesOf } from '@/lib/domain/imports/guess-mapping';

/** The first rows of a file as the browser reads them, with a guess of what each column means. */
export interface FilePreview {
  columns: string[];
  rows: string[][];
  mapping: Record<string, string | null>;
  /** The variable that each column would become if it filled no field, such as `custom.job_level`. */
  variables: Record<string, string>;
}

/** What each field that a column may fill is called on the page. */
export const FIELD_LABELS: Record<ImportField, string> = {
  linkedinUrl: 'LinkedIn address',
  firstName: 'First name',
  lastName: 'Last name',
  fullName: 'Full name',
  company: 'Company',
  title: 'Title',
  location: 'Location',
  email: 'E-mail',
  phone: 'Phone',
};

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
  return { columns, rows: rows.slice(0, ROWS), mapping: guessMapping(columns), variables };
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
