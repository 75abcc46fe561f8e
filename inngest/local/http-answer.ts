export interface Answer {
  status: number;
  /** Undefined sends no body. */
  body: unknown;
}

/** An answer that says no, in the real server's form. */
export function refused(status: number, error: string): Answer {
  return { status, body: { status, error, message: '' } };
}

/** Breaks off a request with an answer of its own. */
export class ShownRefusal extends Error {
  constructor(readonly answer: Answer) {
    super('refused');
  }
}
