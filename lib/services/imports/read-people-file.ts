import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { ImportLine } from '../../../db/queries/imports';
import { guessMapping, isImportField } from '../../domain/imports/guess-mapping';
import { AppError } from '../../platform/errors';
import { judgePerson } from '../prospects/clean-person';
import type { PersonField } from '../prospects/person-fields';
import { identityKeysOf } from '../prospects/person-fields';
import type { Candidate } from './store-people';

/** What a file holds: lines that can be stored, lines that cannot with the reasons, and what each line is called. */
export interface FileContent {
  mapping: Record<string, string | null>;
  candidates: Candidate[];
  invalid: { rowNumber: number; problems: ImportLine['problems'] }[];
  labels: Map<number, string>;
}

/**
 * Reads a CSV file of people (comma, semicolon or tab; UTF-8 or UTF-16). A file that is no such table is
 * refused as a whole, with the problem and what to do about it. Line 1 holds the names of the columns.
 */
export function readPeopleFile(input: { bytes: Uint8Array; mapping?: Record<string, string | null> }): FileContent {
  if (input.bytes.length > FILE_BYTES_MAX)
    throw new AppError('too_large', 'The file is larger than 20 MB. Split it and import the parts.');
  const [header, ...lines] = parseTable(decodeText(input.bytes));
  if (header === undefined || lines.length === 0)
    throw problem(
      'The file has no lines below the names of its columns.',
      'Export it again with a header and at least one person.',
    );
  if (lines.length > LINES_MAX)
    throw new AppError(
      'too_large',
      `The file has ${lines.length} lines, more than ${LINES_MAX}. Split it and import the parts.`,
    );
  const columns = header.map((name) => name.trim());
  const double = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (double !== undefined) throw problem(`Two columns are named "${double}".`, 'Rename one of them.');
  const mapping = input.mapping === undefined ? guessMapping(columns) : checkedMapping(input.mapping, columns);
  if (!Object.values(mapping).some((field) => field !== null && HANDLES.has(field))) {
    throw problem(
      'No column holds a LinkedIn address, an e-mail address or a phone number.',
      'Map at least one column to one of them.',
    );
  }
  return judgeLines(lines, columns, mapping);
}

const FILE_BYTES_MAX = 20 * 1024 * 1024;
const LINES_MAX = 50_000;
const HANDLES: ReadonlySet<string> = new Set(['linkedinUrl', 'email', 'phone']);

function problem(message: string, fix: string): AppError {
  return new AppError('validation_failed', `${message} ${fix}`, {
    fields: [{ path: 'file', message: `${message} ${fix}` }],
  });
}

function decodeText(bytes: Uint8Array): string {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const text = utf16 === null ? decodeBytes(bytes) : new TextDecoder(utf16).decode(bytes);
  if (text.includes('\u0000')) throw problem('This is not a text file.', 'Save the table as CSV and import that.');
  return text;
}

function decodeBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A guess at another encoding would put wrong letters into names that people then read.
    throw problem(
      'The text of this file is neither UTF-8 nor UTF-16.',
      'Save it again as "CSV UTF-8" and import that.',
    );
  }
}

function parseTable(text: string): string[][] {
  const first = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
  try {
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, bom: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw problem(`The file is not a table that can be read: ${error.message}.`, 'Save it as CSV again.');
  }
}

function checkedMapping(mapping: Record<string, string | null>, columns: string[]): Record<string, string | null> {
  for (const [column, field] of Object.entries(mapping)) {
    if (!columns.includes(column))
      throw problem(
        `The mapping names a column "${column}" that the file does not have.`,
        `Its columns are: ${columns.join(', ')}.`,
      );
    if (field !== null && !isImportField(field))
      throw problem(
        `The mapping names a field "${field}" that does not exist.`,
        'Use a field of the import form, or custom.NAME.',
      );
  }
  return Object.fromEntries(columns.map((column) => [column, mapping[column] ?? null]));
}

function judgeLines(lines: string[][], columns: string[], mapping: Record<string, string | null>): FileContent {
  const content: FileContent = { mapping, candidates: [], invalid: [], labels: new Map() };
  for (const [index, cells] of lines.entries()) {
    const rowNumber = index + 2;
    const values = new Map<string, string>();
    for (const [position, column] of columns.entries()) {
      const field = mapping[column] ?? null;
      const cell = (cells[position] ?? '').trim();
      if (field !== null && cell !== '' && !values.has(field)) values.set(field, cell);
    }
    const { fields, problems } = judgePerson(fieldsOf(values));
    const found = problems.map(({ path, message }) => ({
      field: path === 'linkedinSlug' ? 'linkedinUrl' : path,
      message,
    }));
    const extra = cells.slice(columns.length).filter((cell) => cell.trim() !== '').length;
    // Cells beyond the header mean a comma without quotes somewhere before them: every value may stand in a wrong column.
    if (extra > 0)
      found.unshift({
        field: 'file',
        message: `The line has ${cells.length} cells and the header ${columns.length}. Put values with a comma in quotes.`,
      });
    if (found.length === 0 && identityKeysOf(fields).length === 0)
      found.push({
        field: 'linkedinUrl',
        message: 'The line has no LinkedIn address, e-mail address or phone number.',
      });
    const label = values.get('fullName') ?? [values.get('firstName'), values.get('lastName')].filter(Boolean).join(' ');
    if (label !== '') content.labels.set(rowNumber, label.slice(0, 200));
    if (found.length > 0) content.invalid.push({ rowNumber, problems: found });
    else content.candidates.push({ rowNumber, fields, custom: customOf(values) });
  }
  return content;
}

function fieldsOf(values: Map<string, string>): Partial<Record<PersonField, string>> {
  const out: Partial<Record<PersonField, string>> = {};
  for (const name of ['firstName', 'lastName', 'fullName', 'company', 'title', 'location', 'email', 'phone'] as const) {
    const value = values.get(name);
    if (value !== undefined) out[name] = value;
  }
  const url = values.get('linkedinUrl');
  return url === undefined ? out : { ...out, linkedinSlug: url };
}

function customOf(values: Map<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...values]
      .filter(([field]) => field.startsWith('custom.'))
      .map(([field, value]) => [field.slice('custom.'.length), value.slice(0, 500)]),
  );
}
