export type PatternKind = 'solid' | 'dots' | 'vertical' | 'horizontal' | 'grid' | 'diagonal';

/** An SVG fill of a colour with a pattern in the colour of the page, so that kinds are told apart without hue. */
export function ChartPattern({ id, color, kind }: { id: string; color: string; kind: PatternKind }) {
  const turn = kind === 'diagonal' ? 'rotate(45)' : undefined;
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={turn}>
      <rect width="6" height="6" fill={color} />
      {kind === 'dots' ? <circle cx="3" cy="3" r="1.25" fill="var(--bg)" /> : null}
      {kind === 'vertical' || kind === 'grid' || kind === 'diagonal' ? (
        <rect width="1.5" height="6" fill="var(--bg)" />
      ) : null}
      {kind === 'horizontal' || kind === 'grid' ? <rect width="6" height="1.5" fill="var(--bg)" /> : null}
    </pattern>
  );
}
