import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/** Joins class names; of two that set the same property the later wins. Knows the names of our own type scale. */
export function cn(...values: ClassValue[]): string {
  return merge(clsx(values));
}

const merge = extendTailwindMerge({
  extend: { theme: { text: ['meta', 'table', 'body', 'lead', 'panel', 'figure', 'h1'] } },
});
