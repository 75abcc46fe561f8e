import type { FoundPerson } from '../../providers/port';
import { judgePerson } from '../prospects/clean-person';
import type { Candidate } from './store-people';
import type { ReadLines } from './write-lines';

/** The people of a page as lines of an import, numbered from `first`. Who is shown without an address names nobody. */
export function judgeFound(items: readonly FoundPerson[], first: number): ReadLines & { candidates: Candidate[] } {
  const content: ReadLines & { candidates: Candidate[] } = { candidates: [], invalid: [], labels: new Map() };
  for (const [index, item] of items.entries()) {
    const rowNumber = first + index;
    if (item.fullName !== null) content.labels.set(rowNumber, item.fullName.slice(0, LABEL_CHARS_MAX));
    if (item.slug === null) {
      content.invalid.push({ rowNumber, problems: [{ field: 'linkedinUrl', message: NO_ADDRESS }] });
      continue;
    }
    const { fields, problems } = judgePerson({
      fullName: item.fullName,
      location: item.location,
      linkedinSlug: item.slug,
    });
    if (problems.length > 0)
      content.invalid.push({
        rowNumber,
        problems: problems.map(({ message }) => ({ field: 'linkedinUrl', message })),
      });
    else content.candidates.push({ rowNumber, fields, custom: customOf(item) });
  }
  return content;
}

const LABEL_CHARS_MAX = 200;
const HEADLINE_CHARS_MAX = 500;
const NO_ADDRESS =
  'LinkedIn shows this person without an address: outside the account’s network, or on Sales Navigator alone.';

/** A headline is what people write of themselves, not a title: it is kept as a field of its own. */
function customOf(item: FoundPerson): Record<string, string> {
  return item.headline === null ? {} : { headline: item.headline.slice(0, HEADLINE_CHARS_MAX) };
}
