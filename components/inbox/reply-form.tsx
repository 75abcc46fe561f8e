'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Textarea } from '@/components/ui/textarea';
import { api, client } from '@/lib/client/api';
import { randomKey } from '@/lib/client/post-once';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Thread } from '@/lib/contracts/threads';
import { MESSAGE_CHARS_MAX } from '@/lib/domain/limits/catalogue';
import { type Attempt, adviceOf, afterFailure, attemptOf } from './send-once';
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
  const usage = useQuery(
    api.accounts.usage.queryOptions({ input: { id: thread.accountId }, refetchInterval: useLiveMs() }),
  );
  // What was written while it went out stays.
  const write = useWriting(thread, (sent) => setText((now) => (now === sent ? '' : now)));
  const characters = [...text].length;
  const mayGo = text.trim() !== '' && characters <= MESSAGE_CHARS_MAX && !write.isPending;
  const send = () => (mayGo ? write.send(text) : undefined);
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
                if (write.isSent) write.reset();
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
          {costWords(usage.data?.budgets)} A message by hand ends what campaigns had planned for this person.
        </p>
        <ProblemNote error={write.error}>{write.advice}</ProblemNote>
        <p role="status">{write.isSent ? 'Sent.' : null}</p>
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

/**
 * Sends a text once, however often and however fast Send is pressed. What is on its way stands in a ref: two presses can come
 * before the page is drawn again, and a state would give each a key of its own.
 */
function useWriting(thread: Thread, onSent: (text: string) => void) {
  const queries = useQueryClient();
  const last = useRef<Attempt | null>(null);
  const isBusy = useRef(false);
  const write = useMutation({
    mutationFn: ({ text, key }: Attempt) => client.threads.write({ id: thread.id, text }, { context: { key } }),
    // Without a network it fails now: a message that goes out by itself an hour later is nobody's wish.
    networkMode: 'always',
    onSuccess: (_answer, { text }) => {
      last.current = null;
      onSent(text);
    },
    onError: (error, attempt) => {
      last.current = afterFailure(attempt, error);
    },
    onSettled: () => {
      isBusy.current = false;
      // Not waited for: what became of the message is told at once, however slowly the lists come.
      void queries.invalidateQueries({ queryKey: api.threads.key() });
      void queries.invalidateQueries({ queryKey: api.accounts.key() });
    },
  });
  const send = (text: string) => {
    if (isBusy.current) return;
    isBusy.current = true;
    last.current = attemptOf(text, last.current, randomKey);
    write.mutate(last.current);
  };
  const advice = write.isError ? adviceOf(write.variables, write.error) : null;
  return { send, advice, error: write.error, isPending: write.isPending, isSent: write.isSuccess, reset: write.reset };
}
