'use client';

import { TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { BUILT_IN_VARIABLES, hasVariable } from '@/lib/domain/templates/render-template';
import { TextPreview } from './text-preview';

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  campaignId: string;
  max: number;
  rows: number;
  /** Warns when the text is the same for everybody. */
  warnPlain: boolean;
  optional?: boolean;
  help?: string;
}

/** A text with variables: buttons put them in, a counter says how long it is, and a preview shows it for real people. */
export function TextField(props: TextFieldProps) {
  const { value, onChange, max } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? value.length;
    const word = `{{${name}|${FALLBACKS[name] ?? ''}}}`;
    onChange(value.slice(0, at) + word + value.slice(at));
    area.current?.focus();
  };
  const characters = [...value].length;
  return (
    <div className="grid gap-2">
      <Field
        label={props.label}
        optional={props.optional}
        help={props.help}
        error={characters > max ? `${characters - max} characters too many.` : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            rows={props.rows}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted">Put in:</span>
        {BUILT_IN_VARIABLES.map((name) => (
          <Button key={name} size="compact" onClick={() => insert(name)}>
            {name.replaceAll('_', ' ')}
          </Button>
        ))}
        <span className={cn('ml-auto text-meta', characters > max ? 'text-risk' : 'text-muted')}>
          {characters} of {max} characters
        </span>
      </div>
      {props.warnPlain && value.trim() !== '' && !hasVariable(value) ? (
        <p className="flex items-center gap-2 text-warn">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          This text has no variable: everybody gets the same words, which networks notice.
        </p>
      ) : null}
      {value.trim() === '' ? null : <TextPreview campaignId={props.campaignId} text={value} />}
    </div>
  );
}

/** What stands in for a missing value until the writer says otherwise. */
const FALLBACKS: Record<string, string> = {
  first_name: 'there',
  company: 'your company',
  title: 'your role',
  location: 'your area',
};
