import type { Page, ReadResult } from '../../providers/port';

/**
 * Every item of a list of the provider, page by page. Null when a page could not be read or the list does not end within
 * `pagesMax`: what is not in a part of a list may be in the rest.
 */
export async function readWholeList<Item>(
  read: (page: string | null) => Promise<ReadResult<Page<Item>>>,
  pagesMax: number,
): Promise<Item[] | null> {
  const items: Item[] = [];
  let page: string | null = null;
  for (let n = 0; n < pagesMax; n += 1) {
    const one: ReadResult<Page<Item>> = await read(page);
    if (!one.ok) return null;
    items.push(...one.value.items);
    page = one.value.next;
    if (page === null) return items;
  }
  return null;
}
