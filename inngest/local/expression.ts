export type Expression = (scope: { event: unknown; async: unknown }) => boolean;

/**
 * Compiles the expressions that our functions use: comparisons by `==` of paths (`event.data.x`, `async.data.x`) and
 * literals, joined by `&&`. Throws for anything else: an expression that is silently ignored would match too much.
 */
export function compileExpression(text: string): Expression {
  const terms = text.split('&&').map((part) => compileTerm(part.trim(), text));
  return (scope) => terms.every((term) => term(scope));
}

/** Reads a path such as `event.data.accountId`, for concurrency and singleton keys. */
export function readPath(path: string, scope: { event: unknown; async?: unknown }): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, scope);
}

const PATH = /^(event|async)(\.[A-Za-z_]\w*)+$/;
const LITERAL = /^('[^']*'|"[^"]*"|-?\d+(\.\d+)?|true|false)$/;

function compileTerm(term: string, whole: string): Expression {
  const sides = term.split('==').map((side) => side.trim());
  const [left, right] = sides;
  if (sides.length !== 2 || !left || !right) throw unsupported(whole);
  const read = [left, right].map((side) => operand(side, whole));
  return (scope) => {
    const [a, b] = read.map((one) => one(scope));
    return a !== undefined && a === b;
  };
}

function operand(text: string, whole: string): (scope: { event: unknown; async: unknown }) => unknown {
  if (PATH.test(text)) return (scope) => readPath(text, scope);
  if (!LITERAL.test(text)) throw unsupported(whole);
  const value: unknown = /^['"]/.test(text) ? text.slice(1, -1) : JSON.parse(text);
  return () => value;
}

function unsupported(text: string): Error {
  return new Error(`the local runner does not understand the expression: ${text}`);
}
