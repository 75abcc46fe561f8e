export function ensureBuilt(options?: {
  signal?: AbortSignal;
  log?: (line: string) => void;
  always?: boolean;
}): Promise<boolean>;
