import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityOf } from './process-identity.mjs';
import { endOrphans, openRecord } from './stack-record.mjs';

const GONE = { pid: 999_999_999, identity: 'of a launcher that is gone' };

describe('the record of a stack', () => {
  let dataDir: string;
  let child: ChildProcess;
  let pid: number;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'headroom-record-'));
    child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)'], { detached: true, stdio: 'ignore' });
    pid = child.pid ?? 0;
  });
  afterEach(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(dataDir, { recursive: true, force: true });
  });
  const write = (launcher: object, identity: string | undefined) =>
    writeFileSync(path.join(dataDir, 'stack.json'), JSON.stringify({ launcher, children: { web: { pid, identity } } }));

  it('lets the next start end a child whose launcher is gone', async () => {
    write(GONE, identityOf(pid));
    const ended = once(child, 'exit');
    await endOrphans(dataDir);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('spares a process that only got the number of a recorded one', async () => {
    write(GONE, 'another start');
    await endOrphans(dataDir);
    expect(identityOf(pid)).toBeDefined();
  });

  it('refuses a second launcher while the first runs, and touches nothing', async () => {
    write({ pid: process.pid, identity: identityOf(process.pid) }, identityOf(pid));
    await expect(openRecord(dataDir, () => undefined)).rejects.toThrow(`process ${process.pid}`);
    expect(identityOf(pid)).toBeDefined();
  });

  it('names the launcher and its children while they run, and nothing afterwards', async () => {
    const record = await openRecord(dataDir, () => undefined);
    record.set('web', pid);
    const file = path.join(dataDir, 'stack.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      launcher: { pid: process.pid, identity: identityOf(process.pid) },
      children: { web: { pid, identity: identityOf(pid) } },
    });
    record.close();
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});
