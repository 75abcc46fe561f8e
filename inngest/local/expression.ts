import { parseExpression } from './expression-parser';

export interface Scope {
  event: unknown;
  async?: unknown;
}
export type Expression = (scope: Scope) => boolean;

/**
 * Compiles a condition: comparisons of paths (`event.data.x`, `async.data.x`) and literals, `&&`, `||` and brackets.
 * Throws for anything else: a condition that is silently ignored would match too much. A comparison with a path that
 * leads nowhere is false, except with `null`.
 */
export function compileExpression(text: string): Expression {
  const evaluate = parseExpression(text);
  return (scope) => evaluate(scope) === true;
}

/** Compiles a number, such as a priority: `event.data.n`, or `event.data.plan == 'pro' ? 120 : 0`. NaN when it is none. */
export function compileNumber(text: string): (scope: Scope) => number {
  const evaluate = parseExpression(text);
  return (scope) => {
    const value = evaluate(scope);
    return typeof value === 'number' ? value : Number.NaN;
  };
}

/** Compiles a key (concurrency, singleton, idempotency): a path, a literal, or several joined by `+`. Throws for others. */
export function compileKey(text: string): (scope: Scope) => string {
  const evaluate = parseExpression(text);
  return (scope) => JSON.stringify(evaluate(scope) ?? null);
}
