import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { controlClasses } from './input';

/** The browser's own select: it works before scripts do and with every assistive technology. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn(controlClasses, 'pr-8', className)} {...props} />;
}
