import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessMapping, isImportField, variablesOf } from './guess-mapping';

test('no two columns of a file become the same variable, and a text can name each', () => {
  const names = fc.uniqueArray(
    fc.oneof(fc.string({ maxLength: 70 }), fc.constantFrom('A', 'A-', 'A_2', 'A_3', 'ä', '*')),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(names, (columns) => {
      const variables = columns.map((column) => variablesOf(columns)[column] ?? '');
      expect(new Set(variables).size).toBe(columns.length);
      for (const variable of variables) expect(variable).toMatch(/^custom\.\w{1,60}$/);
      expect(variables.every(isImportField)).toBe(true);
    }),
  );
});

test('each field is given to the first column that sounds like it, the next one becomes a variable', () => {
  expect(guessMapping(['E-Mail', 'Email', 'LinkedIn URL', 'Job Level', ''])).toEqual({
    'E-Mail': 'email',
    Email: 'custom.Email',
    'LinkedIn URL': 'linkedinUrl',
    'Job Level': 'custom.Job_Level',
    '': null,
  });
});
