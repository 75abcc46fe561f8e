/** Groups of things in the order in which their keys first came; each group keeps its own order. */
export function groupBy<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): Map<string, Thing[]> {
  const out = new Map<string, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = out.get(key);
    if (group === undefined) out.set(key, [thing]);
    else group.push(thing);
  }
  return out;
}
