import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SIMULATION = 'scripts/safety/sim/schedule.ts';
/** What the engine's functions and the simulation must both run. */
const SEND_PATH = [
  'lib/services/sends/send-next.ts',
  'lib/services/sends/reserve-send.ts',
  'lib/services/sends/dispatch-send.ts',
  'lib/services/sends/perform-send.ts',
  'lib/services/sends/call-provider.ts',
  'lib/services/sends/settle-send.ts',
  'lib/services/sweeps/sweep-reservations.ts',
  'lib/services/sweeps/reconcile-unknown.ts',
  'lib/services/sweeps/wake-enrolments.ts',
  'lib/services/enrolments/stop-enrolments.ts',
  'lib/services/enrolments/accept-relation.ts',
];

describe('what the simulation runs', () => {
  it('is the send path of production: the engine reaches the very same files', () => {
    const simulated = reachedFrom(SIMULATION);
    const production = reachedFrom('inngest/functions/all.ts');
    for (const file of SEND_PATH) {
      expect(simulated, file).toContain(file);
      expect(production, file).toContain(file);
    }
    const services = simulated.filter((file) => file.startsWith('lib/services/'));
    expect(services.filter((file) => !production.includes(file))).toEqual([]);
  }, 120_000);

  it('reaches no database: everything it runs of the product is free of db modules at run time', () => {
    expect(reachedFrom('lib/services/sends/pg-store.ts').filter((file) => file.startsWith('db/'))).not.toEqual([]);
    for (const entry of [SIMULATION, 'lib/services/sends/send-next.ts'])
      expect(reachedFrom(entry).filter((file) => file.startsWith('db/'))).toEqual([]);
  }, 120_000);
});

/** The repository's files that a file loads at run time, itself included; imports of types alone are not followed. */
function reachedFrom(entry: string): string[] {
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const imported of importsOf(file)) visit(imported);
  };
  visit(entry);
  return [...reached].sort();
}

const known = new Map<string, string[]>();

function importsOf(file: string): string[] {
  const found = known.get(file) ?? readImports(file);
  known.set(file, found);
  return found;
}

function readImports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.ESNext);
  const specifiers: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !isTypeOnly(node)) specifiers.push(textOf(node.moduleSpecifier));
    if (ts.isExportDeclaration(node) && !node.isTypeOnly && node.moduleSpecifier !== undefined)
      specifiers.push(textOf(node.moduleSpecifier));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0])
      specifiers.push(textOf(node.arguments[0]));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return specifiers.filter((one) => one.startsWith('.') || one.startsWith('@/')).map((one) => resolved(file, one));
}

function isTypeOnly(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (clause === undefined) return false;
  const named = clause.namedBindings;
  const onlyTypes =
    named !== undefined && ts.isNamedImports(named) && named.elements.every((one) => one.isTypeOnly) && !clause.name;
  return clause.isTypeOnly || onlyTypes;
}

function textOf(node: ts.Node): string {
  if (!ts.isStringLiteral(node)) throw new Error('an import whose target is computed cannot be followed');
  return node.text;
}

function resolved(from: string, specifier: string): string {
  const base = specifier.startsWith('@/') ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
  const found = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(
    (one) => /\.\w+$/.test(one) && existsSync(path.join(ROOT, one)),
  );
  if (found === undefined) throw new Error(`${from} imports ${specifier}, which is not there`);
  return found;
}
