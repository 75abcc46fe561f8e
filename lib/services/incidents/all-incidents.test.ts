import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'lib/services/incidents';
const JOBS = 'inngest/functions';
const textOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('all-incidents.test.ts'))
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));

test('#18 WarmySender: no fix is merged but not running: every job that is written is among those that the engine is given', () => {
  const files = textOf(JOBS).filter(({ name }) => name !== 'all.ts' && !name.includes('.test.'));
  const jobs = files.flatMap(({ text }) => [...text.matchAll(/export const (\w+) = /g)].map((match) => match[1] ?? ''));
  expect(jobs.length).toBeGreaterThan(9);
  const given = readFileSync(`${JOBS}/all.ts`, 'utf8').split('allFunctions')[1] ?? '';
  expect(jobs.filter((job) => !given.includes(`${job}()`))).toEqual([]);
  expect(readFileSync('app/api/inngest/route.ts', 'utf8')).toContain('allFunctions()');
});

test('#18 WarmySender: every file of incidents is judged at the provider’s ledger or by the calls that the provider got', () => {
  const files = textOf(FOLDER);
  expect(files.length).toBeGreaterThan(6);
  expect(files.filter(({ text }) => !/world\.ledger\(/.test(text)).map(({ name }) => name)).toEqual([]);
});

test('each of the nineteen incidents of other tools has a test that bears its number', () => {
  const named = new Set(
    [...textOf(FOLDER), { name: '', text: readFileSync(`${FOLDER}/all-incidents.test.ts`, 'utf8') }].flatMap(
      ({ text }) => [...text.matchAll(/^test\('#(\d+) /gm)].map((match) => Number(match[1])),
    ),
  );
  expect([...named].sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, n) => n + 1));
});
