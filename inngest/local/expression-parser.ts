type Evaluate = (scope: { event: unknown; async?: unknown }) => unknown;

const TOKEN = /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|\+|\?|:|\(|\))|('[^']*'|"[^"]*")|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*))/y;
const PATH = /^(event|async)(\.[A-Za-z_]\w*)+$/;
const WORDS: Record<string, unknown> = { true: true, false: false, null: null };
const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'];

/** Reads the small part of CEL that the runner evaluates; throws for the rest of it, naming the whole expression. */
export function parseExpression(text: string): Evaluate {
  const tokens = tokensOf(text);
  const parser = new Parser(tokens, text);
  const evaluate = parser.choice();
  if (!parser.atEnd()) throw unsupported(text);
  return evaluate;
}

/** By precedence, loosest first: `? :`, `||`, `&&`, one comparison, `+`, a value. */
class Parser {
  private next = 0;

  constructor(
    private readonly tokens: string[],
    private readonly text: string,
  ) {}

  atEnd(): boolean {
    return this.next >= this.tokens.length;
  }

  choice(): Evaluate {
    const condition = this.either();
    if (!this.take('?')) return condition;
    const yes = this.choice();
    if (!this.take(':')) throw unsupported(this.text);
    const no = this.choice();
    return (scope) => (condition(scope) === true ? yes(scope) : no(scope));
  }

  private either(): Evaluate {
    const left = this.both();
    if (!this.take('||')) return left;
    const right = this.either();
    return (scope) => left(scope) === true || right(scope) === true;
  }

  private both(): Evaluate {
    const left = this.comparison();
    if (!this.take('&&')) return left;
    const right = this.both();
    return (scope) => left(scope) === true && right(scope) === true;
  }

  private comparison(): Evaluate {
    const left = this.sum();
    const operator = COMPARISONS.find((one) => this.take(one));
    if (operator === undefined) return left;
    const right = this.sum();
    return (scope) => compare(operator, left(scope), right(scope));
  }

  private sum(): Evaluate {
    const left = this.value();
    if (!this.take('+')) return left;
    const right = this.sum();
    return (scope) => add(left(scope), right(scope));
  }

  private value(): Evaluate {
    if (this.take('(')) {
      const inner = this.choice();
      if (!this.take(')')) throw unsupported(this.text);
      return inner;
    }
    const token = this.tokens[this.next] ?? '';
    this.next += 1;
    if (/^['"]/.test(token)) return () => token.slice(1, -1);
    if (/^-?\d/.test(token)) return () => Number(token);
    if (Object.hasOwn(WORDS, token)) return () => WORDS[token];
    if (PATH.test(token)) return (scope) => readPath(token, scope);
    throw unsupported(this.text);
  }

  private take(token: string): boolean {
    if (this.tokens[this.next] !== token) return false;
    this.next += 1;
    return true;
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (match === null) throw unsupported(text);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function readPath(path: string, scope: object): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return Reflect.get(value, key);
  }, scope);
}

function compare(operator: string, a: unknown, b: unknown): boolean {
  if (a === null || b === null) {
    const same = (a ?? null) === (b ?? null);
    return operator === '==' ? same : operator === '!=' && !same;
  }
  if (a === undefined || b === undefined) return false;
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  const order = orderOf(a, b);
  if (order === null) return false;
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return operator === '<=' ? order <= 0 : order >= 0;
}

function orderOf(a: unknown, b: unknown): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return null;
}

function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return typeof a === 'string' && typeof b === 'string' ? a + b : undefined;
}

function unsupported(text: string): Error {
  return new Error(`the local runner does not understand the expression: ${text}`);
}
