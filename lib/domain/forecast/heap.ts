/** A heap of items: `push` and `pop` take time in proportion to the logarithm of its size. */
export interface Heap<T> {
  readonly items: T[];
  readonly before: (a: T, b: T) => boolean;
}

/** An empty heap; of two items the one that is `before` the other comes out first. */
export function heapOf<T>(before: (a: T, b: T) => boolean): Heap<T> {
  return { items: [], before };
}

export function pushOn<T>({ items, before }: Heap<T>, item: T): void {
  let at = items.length;
  items.push(item);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = items[up];
    if (parent === undefined || !before(item, parent)) break;
    items[at] = parent;
    at = up;
  }
  items[at] = item;
}

/** Takes the first item, or null from an empty heap. */
export function popFrom<T>({ items, before }: Heap<T>): T | null {
  const [first] = items;
  const last = items.pop();
  if (first === undefined || last === undefined) return null;
  if (items.length === 0) return first;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    let child = items[down];
    if (child === undefined) break;
    const right = items[down + 1];
    if (right !== undefined && before(right, child)) [down, child] = [down + 1, right];
    if (!before(child, last)) break;
    items[at] = child;
    at = down;
  }
  items[at] = last;
  return first;
}
