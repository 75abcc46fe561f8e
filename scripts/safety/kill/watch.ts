/** What the proxy does with what it holds: let it go on, answer an error instead, lose the answer, or cut the connection. */
export type Release =
  | { kind: 'pass' }
  | { kind: 'error' }
  | { kind: 'swallow' }
  | { kind: 'cut' }
  | { kind: 'replace'; bytes: Buffer };

/** A moment at which a proxy waits for the harness. */
export interface Held {
  mark: string;
  release(how: Release): void;
}

/** Whether a mark is the one waited for, given the marks before it. */
export type Trap = (mark: string, seen: readonly string[]) => boolean;

/**
 * The marks of one worker, from both of its proxies in the order in which they passed. An armed trap stops the worker's
 * traffic at the first mark that it names; without one everything passes.
 */
export function createWatch(): Watch {
  let trap: { matches: Trap; caught: (held: Held) => void } | null = null;
  let seen: string[] = [];
  return {
    arm: (matches) => {
      seen = [];
      return new Promise((resolve) => {
        trap = { matches, caught: resolve };
      });
    },
    disarm: () => {
      trap = null;
    },
    pass: (mark) => {
      const armed = trap;
      const caught = armed?.matches(mark, seen) === true;
      seen.push(mark);
      if (!caught || armed === null) return null;
      trap = null;
      return new Promise((resolve) => armed.caught({ mark, release: resolve }));
    },
  };
}

export interface Watch {
  /** Resolves when the trap has caught something; one trap at a time. */
  arm(matches: Trap): Promise<Held>;
  disarm(): void;
  /** Null when nothing waits for this mark: the proxy goes on at once. */
  pass(mark: string): Promise<Release> | null;
}
