/** A sentence in parts: words, and the moments between them, which a page tells in the reader's zone. */
export function partsOf(detail: string): { text: string; isMoment: boolean }[] {
  return detail
    .split(MOMENT)
    .map((text, index) => ({ text, isMoment: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** As the API writes them: 2026-12-02T08:54:57.900Z. In a split the group keeps them, at the odd places. */
const MOMENT = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))/;
