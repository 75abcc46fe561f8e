import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { fieldError } from '@/lib/client/problem';

/** The list that people are put into; `error` is what the server said of the request. */
export function ListNameField(props: { value: string; onChange: (value: string) => void; error: unknown }) {
  return (
    <Field label="List name" help="People are put into this list." error={fieldError(props.error, 'listName')}>
      {(control) => (
        <Input
          {...control}
          value={props.value}
          required
          maxLength={200}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
