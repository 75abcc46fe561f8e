export interface Reason {
  code: string;
  text: string;
  since: string | null;
  until: string | null;
}

export interface Check {
  code: string;
  result: 'pass' | 'waiting' | 'blocked' | 'unknown';
  detail: string;
}

export interface Explanation {
  verdict: 'sending' | 'waiting' | 'blocked' | 'stopped' | 'unknown';
  headline: string;
  primary: Reason;
  also: Reason[];
  next: { kind: string; personId: string; from: string; to: string } | null;
  checks: Check[];
}

/** One gate looked at: what it came to and, when it does not pass, the reason and the verdict it leads to. */
export interface Finding {
  check: Check;
  reason: Reason | null;
  verdict: Exclude<Explanation['verdict'], 'sending'>;
}

export function passed(code: string, detail: string): Finding {
  return { check: { code, result: 'pass', detail }, reason: null, verdict: 'waiting' };
}

export function held(
  code: string,
  verdict: Finding['verdict'],
  text: string,
  times: { since?: Date | null; until?: Date | null } = {},
): Finding {
  const result = verdict === 'waiting' ? 'waiting' : verdict === 'unknown' ? 'unknown' : 'blocked';
  return {
    check: { code, result, detail: text },
    reason: { code, text, since: times.since?.toISOString() ?? null, until: times.until?.toISOString() ?? null },
    verdict,
  };
}

/** A gate that is closed because the hours are, and opens with them: no reason of its own. */
export function deferred(code: string, detail: string): Finding {
  return { check: { code, result: 'waiting', detail }, reason: null, verdict: 'waiting' };
}
