import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { controlClasses } from './input';

/** A field of several lines, resizable in height alone. */
export function Textarea({ className, rows = 4, ...props }: ComponentProps<'textarea'>) {
  return <textarea rows={rows} className={cn(controlClasses, 'resize-y', className)} {...props} />;
}
