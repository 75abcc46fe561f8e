import type { PeopleSearch } from './constants';

/**
 * What a person has pasted or typed as a search: the address of a people search on LinkedIn or Sales Navigator, or
 * keywords for LinkedIn's own. An address that is no such search is refused in words, never searched for as text.
 */
export function readSearch(text: string): { ok: true; search: PeopleSearch } | { ok: false; message: string } {
  const given = text.trim();
  const address = addressIn(given);
  if (address === null) {
    if (given.length < 2 || given.length > KEYWORDS_CHARS_MAX)
      return { ok: false, message: `Write 2 to ${KEYWORDS_CHARS_MAX} characters, or paste the address of a search.` };
    return { ok: true, search: { api: 'classic', url: null, keywords: given } };
  }
  if (!/(^|\.)linkedin\.com$/.test(address.hostname))
    return { ok: false, message: 'This address is not one of LinkedIn. Paste that of a search there, or keywords.' };
  if (address.href.length > URL_CHARS_MAX)
    return { ok: false, message: `The address is longer than ${URL_CHARS_MAX} characters.` };
  // The network knows no other scheme, and a port or a name in it would be somebody else's.
  const url = `https://${address.hostname}${address.pathname}${address.search}`;
  if (/^\/search\/results\/(people|all)\/?$/.test(address.pathname))
    return { ok: true, search: { api: 'classic', url, keywords: null } };
  if (/^\/sales\/search\/people\/?$/.test(address.pathname))
    return { ok: true, search: { api: 'sales_navigator', url, keywords: null } };
  const message = /^\/(talent|recruiter)\//.test(address.pathname)
    ? 'Searches of Recruiter cannot be imported. Use one of LinkedIn or Sales Navigator.'
    : 'This is not the address of a search for people. Search on LinkedIn or Sales Navigator, and copy the address there.';
  return { ok: false, message };
}

/** What the import is called where people read of it. */
export function nameOfSearch(search: PeopleSearch): string {
  if (search.keywords !== null) return `LinkedIn search: ${search.keywords}`;
  const words = new URL(search.url).searchParams.get('keywords');
  const network = search.api === 'sales_navigator' ? 'Sales Navigator search' : 'LinkedIn search';
  return words === null || words.trim() === '' ? network : `${network}: ${words.trim().slice(0, KEYWORDS_CHARS_MAX)}`;
}

const KEYWORDS_CHARS_MAX = 200;
const URL_CHARS_MAX = 4_000;

/** The address, with or without its scheme; null for keywords. */
function addressIn(text: string): URL | null {
  if (/\s/.test(text)) return null;
  const isAddress = /^https?:\/\//i.test(text) || /^([a-z-]+\.)*linkedin\.com(\/|$)/i.test(text);
  if (!isAddress) return null;
  const href = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(href) ? new URL(href) : null;
}
