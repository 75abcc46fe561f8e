import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from './files.mjs';
import { root } from './install.mjs';

const CODE = /\.(ts|tsx|mjs|cjs|css)$/;
const GENERATED = /^db\/migrations\/|^next-env\.d\.ts$/;
const MAX_LINES = 400;
const VAGUE = /^(utils?|helpers?|common|misc|index)\.(ts|tsx|mjs|cjs)$/;
// Lists that a tool or a framework loads as a whole.
const ALLOWED = new Set(['db/schema/index.ts', 'inngest/functions/index.ts']);

/** Files whose name says nothing of what is in them. */
export function checkFileNames() {
  const vague = filesBelow().filter((file) => VAGUE.test(path.posix.basename(file)) && !ALLOWED.has(file));
  return vague.map((file) => `${file}: name it after what it does`);
}

/** Files too long to be read in one go. */
export function checkFileLengths() {
  const long = [];
  for (const file of filesBelow()) {
    if (!CODE.test(file) || GENERATED.test(file)) continue;
    const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length;
    if (lines > MAX_LINES) long.push(`${file}: ${lines} lines, at most ${MAX_LINES}`);
  }
  return long;
}

/** Paths that README.md or AGENTS.md name and that are not there (any more). */
export function checkDocumentPaths() {
  return ['README.md', 'AGENTS.md'].flatMap((document) => {
    if (!existsSync(path.join(root, document))) return [];
    const missing = pathsIn(readFileSync(path.join(root, document), 'utf8')).filter(
      (name) => !existsSync(path.join(root, name)),
    );
    return missing.map((name) => `${document} names ${name}, which does not exist`);
  });
}

/** Relative link targets, and code spans that look like a path below one of our folders; patterns are left out. */
function pathsIn(markdown) {
  const text = markdown.replace(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map((match) => match[1])
    .filter((target) => !/^[a-z]+:/i.test(target));
  const spans = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]);
  const ours = spans.filter((span) =>
    /^(app|components|db|docs|e2e|inngest|lib|public|scripts)\/[^{}*<>…]*$/.test(span),
  );
  return [...new Set([...links, ...ours])].map((name) => name.replace(/:\d+$/, ''));
}
