import { expect, test } from 'vitest';
import { nameOf } from './name-of';

test.each([
  [{ fullName: 'Ada King', firstName: 'Ada', lastName: 'Lovelace' }, 'Ada King'],
  [{ fullName: null, firstName: 'Ada', lastName: 'Lovelace' }, 'Ada Lovelace'],
  [{ fullName: null, firstName: null, lastName: 'Lovelace' }, 'Lovelace'],
  [{ fullName: null, firstName: '', lastName: null }, null],
  [null, null],
])('%o is shown as %s', (person, name) => {
  expect(nameOf(person)).toBe(name);
});
