import type { Stack } from './stack.mjs';
export function seedDemo(options: {
  stack: Stack;
  signInsFile: string;
  signal?: AbortSignal;
  log?: (line: string) => void;
}): Promise<boolean>;
