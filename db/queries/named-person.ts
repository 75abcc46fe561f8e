import { prospects } from '../schema/prospects';

/** What a list shows of a joined person. The id comes first: drizzle takes an object whose first column is null for no row at all. */
export const namedPerson = {
  id: prospects.id,
  fullName: prospects.fullName,
  firstName: prospects.firstName,
  lastName: prospects.lastName,
};
