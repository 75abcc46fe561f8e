import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './class-names';

/** A native checkbox with its label; the whole line is the target, 44 px high on touch. */
export function Checkbox({
  label,
  help,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; help?: ReactNode }) {
  const id = useId();
  return (
    <div className={className}>
      <label className="flex min-h-11 items-center gap-3 md:min-h-9">
        <input
          type="checkbox"
          aria-describedby={help === undefined ? undefined : id}
          className={cn('size-5 shrink-0 accent-accent')}
          {...props}
        />
        <span>{label}</span>
      </label>
      {help === undefined ? null : (
        <p id={id} className="ml-8 max-w-[72ch] text-muted">
          {help}
        </p>
      )}
    </div>
  );
}
