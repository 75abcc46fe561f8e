'use client';

import { Field } from './field';
import { Select } from './select';

export interface FilterSelectProps<T extends string> {
  label: string;
  values: readonly T[];
  words: (value: T) => string;
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}

/** One of the values that a list can be narrowed to, or all of them. */
export function FilterSelect<T extends string>({ label, values, words, value, onChange }: FilterSelectProps<T>) {
  return (
    <Field label={label} className="flex max-w-full items-center gap-2">
      {(control) => (
        <Select
          {...control}
          className="max-w-56"
          value={value ?? ''}
          onChange={(event) => onChange(values.find((one) => one === event.target.value))}
        >
          <option value="">All</option>
          {values.map((one) => (
            <option key={one} value={one}>
              {words(one)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
