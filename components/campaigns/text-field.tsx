'use client';

import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { BUILT_IN_VARIABLES, hasVariable, unknownVariables } from '@/lib/domain/templates/render-template';
import { TextPreview } from './text-preview';
import { useCustomKeys } from './use-custom-keys';

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
    const fallback = FALLBACKS[name];
    const word = fallback === undefined ? `{{${name}}}` : `{{${name}|${fallback}}}`;
    onChange(value.slice(0, at) + word + value.slice(at));
    // The caret goes behind the variable once the new text is in the field; the browser would put it at the end.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + word.length, at + word.length);
    });
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
      <Variables campaignId={props.campaignId} onPick={insert}>
        <span className={cn('ml-auto text-meta', characters > max ? 'text-risk' : 'text-muted')}>
          {characters} of {max} characters
        </span>
      </Variables>
      <Warnings {...props} />
      {value.trim() === '' ? null : <TextPreview campaignId={props.campaignId} text={value} />}
    </div>
  );
}

function Variables({
  campaignId,
  onPick,
  children,
}: {
  campaignId: string;
  onPick: (name: string) => void;
  children: ReactNode;
}) {
  const custom = useCustomKeys(campaignId);
  // A column whose name a variable cannot spell is of no use in a text.
  const own = [...(custom ?? [])].filter((name) => /^\w+$/.test(name));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-muted">Put in:</span>
      {[...BUILT_IN_VARIABLES, ...own].map((name) => (
        <Button
          key={name}
          size="compact"
          aria-label={`Put in ${name.replaceAll('_', ' ')}`}
          onClick={() => onPick(name)}
        >
          {name.replaceAll('_', ' ')}
        </Button>
      ))}
      {children}
    </div>
  );
}

function Warnings({ value, campaignId, warnPlain }: TextFieldProps) {
  const custom = useCustomKeys(campaignId);
  const unknown = custom === null ? [] : unknownVariables(value, custom);
  return (
    <>
      {warnPlain && value.trim() !== '' && !hasVariable(value) ? (
        <Warning>This text has no variable: everybody gets the same words, which networks notice.</Warning>
      ) : null}
      {unknown.length > 0 ? (
        <Warning>
          No person has a variable {unknown.map((name) => `{{${name}}}`).join(', ')}. Use one of the buttons above, or
          import a file with such a column.
        </Warning>
      ) : null}
    </>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-warn">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

/**
 * What stands in for a missing value until the writer says otherwise. A name that cannot be guessed has none: the person
 * is left out rather than addressed with a blank.
 */
const FALLBACKS: Record<string, string> = {
  first_name: 'there',
  company: 'your company',
  title: 'your role',
  location: 'your area',
};
