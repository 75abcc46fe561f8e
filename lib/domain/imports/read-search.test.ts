import { expect, test } from 'vitest';
import { nameOfSearch, readSearch } from './read-search';

const NAVIGATOR = 'https://www.linkedin.com/sales/search/people?query=(keywords%3Acto)&page=2';

test.each([
  ['  head of sales berlin ', { api: 'classic', url: null, keywords: 'head of sales berlin' }],
  ['c++', { api: 'classic', url: null, keywords: 'c++' }],
  [
    'linkedin.com/search/results/people/?keywords=cto',
    { api: 'classic', url: 'https://linkedin.com/search/results/people/?keywords=cto', keywords: null },
  ],
  [
    'http://de.linkedin.com:8080/search/results/all?keywords=cto#x',
    { api: 'classic', url: 'https://de.linkedin.com/search/results/all?keywords=cto', keywords: null },
  ],
  [NAVIGATOR, { api: 'sales_navigator', url: NAVIGATOR, keywords: null }],
])('%s is a search', (text, search) => {
  expect(readSearch(text)).toEqual({ ok: true, search });
});

test.each([
  ['x', /2 to 200 characters/],
  ['y '.repeat(120), /2 to 200 characters/],
  ['https://example.test/search/results/people/?keywords=cto', /not one of LinkedIn/],
  ['https://notlinkedin.com/search/results/people/', /not one of LinkedIn/],
  ['https://www.linkedin.com/in/ada', /not the address of a search/],
  ['https://www.linkedin.com/search/results/companies/?keywords=x', /not the address of a search/],
  ['https://www.linkedin.com/talent/search?x=1', /Recruiter cannot be imported/],
  [`https://www.linkedin.com/sales/search/people?q=${'x'.repeat(4_000)}`, /longer than 4000/],
])('%s is refused in words', (text, message) => {
  const read = readSearch(text);
  expect(read.ok ? '' : read.message).toMatch(message);
});

test('a search is called by its keywords where it has any', () => {
  const name = (text: string) => {
    const read = readSearch(text);
    return read.ok ? nameOfSearch(read.search) : '';
  };
  expect(name('cto')).toBe('LinkedIn search: cto');
  expect(name('linkedin.com/search/results/people/?keywords=head%20of%20sales')).toBe('LinkedIn search: head of sales');
  expect(name(NAVIGATOR)).toBe('Sales Navigator search');
});
