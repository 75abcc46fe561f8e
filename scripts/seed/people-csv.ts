import type { SamplePerson } from '../../lib/simulator/people';

/** The sample file: people whom the simulator knows, as an export of a sales tool would have them. */
export function peopleCsv(people: SamplePerson[]): string {
  const header = ['First Name', 'Last Name', 'Company', 'Title', 'Location', 'LinkedIn URL'];
  const rows = people.map((person) => [
    person.firstName,
    person.lastName,
    person.company,
    person.title,
    person.location,
    `https://www.linkedin.com/in/${person.slug}`,
  ]);
  return `${[header, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

function cell(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
