'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { api } from '@/lib/client/api';
import { readProblem } from '@/lib/client/problem';
import type { Decision, HeldSend } from '@/lib/contracts/sends';
import { consequencesOf, DECISIONS, heldTitle } from './held-words';

const OUTCOMES: readonly Decision[] = ['sent', 'closed'];

/** The two decisions about a held send; each says what it means before it is made, and cannot be taken back. */
export function DecideHeld({ send, onDecided }: { send: HeldSend; onDecided: () => void }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Decision | null>(null);
  const decide = useMutation(
    api.sends.decide.mutationOptions({
      onSuccess: async (_decided, { outcome }) => {
        toast(DECISIONS[outcome].done);
        setAsking(null);
        await Promise.all([
          queries.invalidateQueries({ queryKey: api.sends.key() }),
          queries.invalidateQueries({ queryKey: api.today.key() }),
          queries.invalidateQueries({ queryKey: api.accounts.key() }),
          queries.invalidateQueries({ queryKey: api.campaigns.key() }),
        ]);
        onDecided();
      },
      onError: (error) => {
        const { code, detail } = readProblem(error);
        if (code !== 'conflict') return;
        // Somebody else was first: the list says what is still open, and this dialog goes with its row.
        toast(detail);
        return queries.invalidateQueries({ queryKey: api.sends.key() });
      },
    }),
  );
  const ask = (outcome: Decision) => {
    decide.reset();
    setAsking(outcome);
  };
  const shown = asking ?? decide.variables?.outcome ?? 'sent';
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {OUTCOMES.map((outcome) => (
        <Button key={outcome} onClick={() => ask(outcome)}>
          {DECISIONS[outcome].button}
          <span className="sr-only">: {heldTitle(send)}</span>
        </Button>
      ))}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => setAsking(open ? asking : null)}
        title={DECISIONS[shown].title}
        consequences={
          <>
            <p>{heldTitle(send)}.</p>
            <ul className="ml-4 list-disc">
              {consequencesOf(shown, send).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
              <li>The decision is recorded with your name and cannot be taken back.</li>
            </ul>
          </>
        }
        confirmLabel={DECISIONS[shown].button}
        busy={decide.isPending}
        error={decide.error === null ? null : readProblem(decide.error).detail}
        onConfirm={() => decide.mutate({ id: send.id, outcome: shown })}
      />
    </div>
  );
}
