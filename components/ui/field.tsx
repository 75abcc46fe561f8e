import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export interface FieldControl {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  required?: boolean;
}

export interface FieldProps {
  label: string;
  help?: ReactNode;
  /** Names the fault and the fix; its presence marks the control invalid. */
  error?: string;
  required?: boolean;
  optional?: boolean;
  className?: string;
  /** Renders the control with the ids that tie it to its label, help and error. */
  children: (control: FieldControl) => ReactNode;
}

/** A label above a control, help under the label and the error under the control, all tied by id. */
export function Field({ label, help, error, required, optional, className, children }: FieldProps) {
  const id = useId();
  const described = [help === undefined ? null : `${id}-help`, error === undefined ? null : `${id}-error`];
  const describedBy = described.filter((part) => part !== null).join(' ');
  return (
    <div className={className}>
      <label htmlFor={id} className="block font-medium">
        {label}
        {optional ? <span className="font-normal text-muted"> (optional)</span> : null}
      </label>
      {help === undefined ? null : (
        <p id={`${id}-help`} className="max-w-[72ch] text-muted">
          {help}
        </p>
      )}
      <div className="mt-1">
        {children({
          id,
          ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
          ...(error === undefined ? {} : { 'aria-invalid': true as const }),
          ...(required ? { required } : {}),
        })}
      </div>
      {error === undefined ? null : (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1 text-risk">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}
