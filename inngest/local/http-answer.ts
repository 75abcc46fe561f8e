export interface Answer {
  status: number;
  /** Undefined sends no body. */
  body: unknown;
}

/** What was asked for, in the real server's form; `cursor` is where the next page of a list begins. */
export function found(data: unknown, cursor?: string | null): Answer {
  return { status: 200, body: { data, metadata: { fetched_at: new Date(), ...(cursor !== undefined && { cursor }) } } };
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
