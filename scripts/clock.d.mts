export function ensureClock(
  databaseUrl: string,
  options: { clockStart?: string; clockSpeed?: number | string },
): Promise<'real' | 'scaled'>;
export function demoStart(now: Date): Date;
