/** A number in [0, 1) that depends on the seed alone: equal seeds give equal draws, near seeds unrelated ones. */
export function draw(seed: string): number {
  const high = mix(hash(seed, 0x811c9dc5));
  const low = mix(hash(seed, 0x9e3779b9) ^ high);
  // 53 bits, as many as a double holds below 1.
  return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53;
}

/** A number in [from, to) drawn from the seed. */
export function drawBetween(seed: string, from: number, to: number): number {
  return from + (to - from) * draw(seed);
}

/** A whole number in [from, to], both ends possible, drawn from the seed. */
export function drawWhole(seed: string, from: number, to: number): number {
  return Math.min(to, from + Math.floor((to - from + 1) * draw(seed)));
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string, basis: number): number {
  let value = basis;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}

/** The finaliser of MurmurHash3: FNV alone leaves near seeds with near hashes. */
function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
