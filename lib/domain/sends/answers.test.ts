import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action } from '../limits/constants';
import { ANSWER_TABLE } from './answer-table';
import { judgeAnswer } from './answers';
import type { AnswerFacts, ProviderAnswer, RefusalCode, Verdict } from './provider-answer';
import { NOTHING_ELSE, REFUSAL_CODES } from './provider-answer';

const refused = (code: RefusalCode): ProviderAnswer => ({ kind: 'refused', code, detail: code });
const accepted = (providerRef: string | null): ProviderAnswer => ({ kind: 'accepted', providerRef });
const UNKNOWN: ProviderAnswer = { kind: 'unknown', detail: '504' };
const NOT_REACHED: ProviderAnswer = { kind: 'not_reached', detail: 'ECONNREFUSED' };

interface Example {
  action?: Action;
  answer: ProviderAnswer;
  facts?: Partial<AnswerFacts>;
  /** state, what stays spent, the person, the account */
  means: readonly [Verdict['state'], Verdict['keep'], Verdict['enrolment'], Verdict['account']];
  limitSignal?: true;
}

/** One example a row of limits.md §5. A row without one, or an example without a row, fails. */
const EXAMPLES: Record<string, Example> = {
  automation_suspected: {
    action: 'message',
    answer: refused('limit'),
    facts: { automationSuspected: true },
    means: ['rejected', 'all', 'wait', 'show_warning'],
  },
  inmail_without_chat: { action: 'inmail', answer: accepted(null), means: ['unknown', 'all', 'wait', 'none'] },
  accepted: { answer: accepted(null), means: ['sent', 'all', 'advance', 'none'] },
  target_impossible: {
    answer: refused('out_of_network'),
    means: ['rejected', 'attempt_and_ramp', 'skip', 'none'],
  },
  already_invited: { answer: refused('already_invited'), means: ['rejected', 'attempt', 'move_to_invited', 'none'] },
  already_connected: {
    answer: refused('already_connected'),
    means: ['rejected', 'attempt', 'move_to_connected', 'none'],
  },
  insufficient_credits: {
    action: 'inmail',
    answer: refused('insufficient_credits'),
    means: ['rejected', 'attempt', 'wait', 'credits_zero'],
  },
  note_not_allowed: {
    answer: refused('note_not_allowed'),
    means: ['rejected', 'attempt', 'note_policy', 'notes_zero'],
  },
  withdrawn_lately: {
    answer: refused('limit'),
    facts: { withdrawnLately: true },
    means: ['rejected', 'all', 'wait', 'none'],
  },
  limit: { answer: refused('limit'), means: ['rejected', 'all', 'wait', 'stop_action_limit'], limitSignal: true },
  api_rate_limited: {
    answer: refused('api_rate_limited'),
    means: ['released', 'none', 'due_again', 'wait_retry_after'],
  },
  look_up_unanswered: {
    action: 'resolve',
    answer: UNKNOWN,
    means: ['rejected', 'all', 'due_again', 'stop_action_hour'],
  },
  unknown: { answer: UNKNOWN, means: ['unknown', 'all', 'wait', 'stop_action_hour'] },
  not_reached: { answer: NOT_REACHED, means: ['released', 'none', 'due_again', 'stop_action_if_repeated'] },
  account_disconnected: {
    answer: refused('account_disconnected'),
    means: ['released', 'none', 'wait', 'disconnected'],
  },
  account_restricted: { answer: refused('account_restricted'), means: ['released', 'none', 'wait', 'restricted'] },
  unrecognised: { answer: refused('unrecognised'), means: ['unknown', 'all', 'wait', 'ask_person'] },
};

describe('the table of answers', () => {
  it('has an example for every row', () => {
    expect(Object.keys(EXAMPLES)).toEqual(ANSWER_TABLE.map((row) => row.id));
  });

  it.each(ANSWER_TABLE.map((row) => [row.answer, row.id] as const))('%s', (_, id) => {
    const example = EXAMPLES[id];
    if (example === undefined) throw new Error(`no example for ${id}`);
    const facts = { ...NOTHING_ELSE, ...example.facts };
    const action = example.action ?? 'invite';
    expect(ANSWER_TABLE.find((row) => row.matches(action, example.answer, facts))?.id).toBe(id);
    const [state, keep, enrolment, account] = example.means;
    expect(judgeAnswer(action, example.answer, facts)).toEqual({
      ...{ state, keep, enrolment, account },
      limitSignal: example.limitSignal === true,
    });
  });

  it('knows an impossible target by either of its names', () => {
    expect(judgeAnswer('invite', refused('target_impossible'))).toEqual(
      judgeAnswer('invite', refused('out_of_network')),
    );
  });

  it('asks a person about credits of another action than an InMail and a note of another than an invite', () => {
    expect(judgeAnswer('message', refused('insufficient_credits')).account).toBe('ask_person');
    expect(judgeAnswer('message', refused('note_not_allowed')).account).toBe('ask_person');
  });

  it('keeps a suspicion of automation by its status and stops nothing', () => {
    const facts = { ...NOTHING_ELSE, automationSuspected: true };
    expect(judgeAnswer('message', accepted('m1'), facts)).toMatchObject({ state: 'sent', account: 'show_warning' });
    expect(judgeAnswer('message', UNKNOWN, facts)).toMatchObject({ state: 'unknown', account: 'show_warning' });
  });
});

const ANSWERS: ProviderAnswer[] = [accepted('x'), accepted(null), UNKNOWN, NOT_REACHED, ...REFUSAL_CODES.map(refused)];
const FACTS: AnswerFacts[] = [true, false].flatMap((withdrawnLately) =>
  [true, false].map((automationSuspected) => ({ withdrawnLately, automationSuspected })),
);

describe('whatever the provider answers', () => {
  const all = ACTIONS.flatMap((action) =>
    ANSWERS.flatMap((answer) => FACTS.map((facts) => ({ answer, action, ...judgeAnswer(action, answer, facts) }))),
  );

  it('an unknown outcome keeps every budget spent and is never due again', () => {
    for (const { state, keep, enrolment } of all.filter((one) => one.state === 'unknown'))
      expect([state, keep, enrolment]).toEqual(['unknown', 'all', 'wait']);
  });

  it('only a look-up may be made again after the provider may have seen it', () => {
    for (const one of all.filter(({ enrolment, action }) => enrolment === 'due_again' && action !== 'resolve'))
      expect(one.state).toBe('released');
  });

  it('a slot comes back whole only on proof that the provider never had it', () => {
    for (const one of all.filter(({ keep }) => keep === 'none')) {
      expect(one.state).toBe('released');
      expect(one.answer.kind === 'not_reached' || one.answer.kind === 'refused').toBe(true);
    }
  });

  it('a limit signal always stops its action', () => {
    for (const one of all.filter(({ limitSignal }) => limitSignal)) expect(one.account).toBe('stop_action_limit');
  });
});
