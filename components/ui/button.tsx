import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonVariants> & {
    /** Renders the only child (a link) with the button's looks. */
    asChild?: boolean;
  };

/** A button, 44 px high on touch and at least 36 px elsewhere. It does not submit a form unless it is told to. */
export function Button({ className, variant, size, asChild = false, type, ...props }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) return <Slot.Root className={classes} {...props} />;
  return <button type={type ?? 'button'} className={classes} {...props} />;
}

export const buttonVariants = cva(
  'inline-flex min-h-11 shrink-0 items-center justify-center gap-2 rounded-control border px-4 text-body font-medium transition-colors duration-150 ease-out disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60 md:min-h-9 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-accent bg-accent text-on-accent hover:bg-accent/90',
        secondary: 'border-control bg-bg text-text hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-text hover:bg-sunken',
        risk: 'border-risk bg-bg text-risk hover:bg-risk-bg',
      },
      size: { normal: '', compact: 'min-h-9 px-3 text-table md:min-h-8' },
    },
    defaultVariants: { variant: 'secondary', size: 'normal' },
  },
);
