import type { ComponentProps, ReactNode } from 'react';
import { cn } from './class-names';

/** A square button of one icon. `label` is its accessible name, so that it never depends on the picture. */
export function IconButton({
  label,
  className,
  children,
  type,
  ...props
}: ComponentProps<'button'> & { label: string; children: ReactNode }) {
  return (
    <button
      type={type ?? 'button'}
      aria-label={label}
      className={cn(
        'inline-flex size-11 shrink-0 items-center justify-center rounded-control border border-control bg-bg text-text transition-colors duration-150 ease-out hover:bg-sunken disabled:cursor-not-allowed disabled:opacity-60 md:size-9 [&_svg]:size-4',
        className,
      )}
      {...props}
    >
      {children}
    </button>
  );
}
