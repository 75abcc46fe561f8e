/** The parts of the builder, in order. */
export const BUILDER_PARTS = [
  { part: 'people', label: 'People' },
  { part: 'steps', label: 'Steps' },
  { part: 'caps', label: 'Caps' },
  { part: 'schedule', label: 'Schedule' },
  { part: 'review', label: 'Review' },
] as const;
export type BuilderPart = (typeof BUILDER_PARTS)[number]['part'];

export function isBuilderPart(value: string): value is BuilderPart {
  return BUILDER_PARTS.some(({ part }) => part === value);
}

/** The part in which a problem of the launch is mended, by the path that it names. */
export function partOfPath(path: string): BuilderPart {
  if (path.startsWith('steps')) return 'steps';
  if (path.startsWith('caps') || path === 'smoothWeek' || path === 'acknowledgedRisk') return 'caps';
  if (path.startsWith('sender')) return 'schedule';
  return 'people';
}

/** Where a problem of the launch is mended: the part, and for a step the card itself. */
export function placeOfPath(path: string): string {
  const [root, id] = path.split('.');
  if (root === 'steps' && id !== undefined) return `steps#step-${id}`;
  return partOfPath(path);
}
