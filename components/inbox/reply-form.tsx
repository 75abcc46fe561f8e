'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Textarea } from '@/components/ui/textarea';
import { api, client } from '@/lib/client/api';
import { randomKey } from '@/lib/client/post-once';
import { readProblem } from '@/lib/client/problem';
import type { Thread } from '@/lib/contracts/threads';
import { MESSAGE_CHARS_MAX } from '@/lib/domain/limits/catalogue';
import { costWords } from './thread-words';

/** An answer by hand. It says what it costs and what it ends before it is sent; Ctrl or Cmd with Enter sends it. */
export function ReplyForm({ thread }: { thread: Thread }) {
  if (thread.prospectId === null)
    return (
      <Panel title="Your reply">
        <p>
          This person is not among your people, so nothing can be written from here. Import them first, then the
          conversation can be answered.
        </p>
      </Panel>
    );
  return <Form thread={thread} />;
}

function Form({ thread }: { thread: Thread }) {
  const [text, setText] = useState('');
  const usage = useQuery(api.accounts.usage.queryOptions({ input: { id: thread.accountId } }));
  const room = usage.data?.budgets.find((one) => one.budget === 'message.day' && one.window === 'day');
  const write = useWriting(thread, () => setText(''));
  const characters = [...text].length;
  const mayGo = text.trim() !== '' && characters <= MESSAGE_CHARS_MAX && !write.isPending;
  const send = () => (mayGo ? write.mutate(text) : undefined);
  const costId = useId();
  return (
    <Panel title="Your reply">
      <form
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field
          label="Message"
          error={characters > MESSAGE_CHARS_MAX ? `${characters - MESSAGE_CHARS_MAX} characters too many.` : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={5}
              value={text}
              aria-describedby={[control['aria-describedby'], costId].filter(Boolean).join(' ')}
              aria-keyshortcuts="Control+Enter Meta+Enter"
              onChange={(event) => {
                setText(event.target.value);
                if (write.isSuccess) write.reset();
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
                event.preventDefault();
                send();
              }}
            />
          )}
        </Field>
        <p id={costId} className="max-w-[72ch] text-muted">
          {costWords(room)} A message by hand ends what campaigns had planned for this person.
        </p>
        <ProblemNote error={write.error} />
        <p role="status" className="empty:hidden">
          {write.isSuccess ? 'Sent.' : null}
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" aria-disabled={!mayGo}>
            {write.isPending ? 'Sending…' : 'Send'}
          </Button>
          <span className="text-meta text-muted">
            {characters} of {MESSAGE_CHARS_MAX} characters. Ctrl or Cmd with Enter sends.
          </span>
        </div>
      </form>
    </Panel>
  );
}

/** Answers after which the message may still go, or have gone: it is asked for again under the same key alone. */
const UNDECIDED = new Set(['unavailable', 'conflict']);

/**
 * Sends a text once, however often Send is pressed while nobody knows what became of it: the same words keep the same key
 * until they are sent or refused.
 */
function useWriting(thread: Thread, onSent: () => void) {
  const queries = useQueryClient();
  const [pending, setPending] = useState<{ text: string; key: string } | null>(null);
  return useMutation({
    mutationFn: (text: string) => {
      const once = pending?.text === text ? pending : { text, key: randomKey() };
      setPending(once);
      return client.threads.write({ id: thread.id, text }, { context: { key: once.key } });
    },
    onSuccess: () => {
      setPending(null);
      onSent();
      return Promise.all([
        queries.invalidateQueries({ queryKey: api.threads.key() }),
        queries.invalidateQueries({ queryKey: api.accounts.key() }),
      ]);
    },
    onError: (error) => {
      if (!UNDECIDED.has(readProblem(error).code)) setPending(null);
    },
  });
}
