import type { ComponentProps } from 'react';
import { cn } from './class-names';

/** A text field, 16 px on touch so that phones do not zoom in. */
export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlClasses, className)} {...props} />;
}

/** The looks shared by inputs, selects and text areas. */
export const controlClasses =
  'block w-full min-h-11 rounded-control border border-control bg-bg px-3 py-2 text-lead text-text placeholder:text-faint disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted read-only:bg-sunken aria-invalid:border-2 aria-invalid:border-risk md:min-h-9 md:py-1.5 md:text-body';
