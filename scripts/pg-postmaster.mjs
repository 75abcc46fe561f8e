import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What `postmaster.pid` of a cluster says (pid, port, whether the server called itself ready), if the file is there. */
export function readPostmaster(dir) {
  let lines;
  try {
    lines = readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Whether `pid` is a server of exactly this cluster: a pid may have been given to another program since. */
export function servesCluster(pid, dir) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dir);
  } catch {
    return process.platform !== 'linux'; // elsewhere there is no /proc: the pid has to do
  }
}

/** Removes the pid file of a server that is gone; the server itself would refuse to start when the pid lives on elsewhere. */
export function forgetPostmaster(dir) {
  rmSync(path.join(dir, 'postmaster.pid'), { force: true });
}

/** Ends the cluster's server: rolls open transactions back, writes a checkpoint, and after `timeoutMs` is not asked again but killed. */
export async function stopPostmaster(dir, timeoutMs = 15_000) {
  const found = readPostmaster(dir);
  if (!found || !servesCluster(found.pid, dir)) return;
  process.kill(found.pid, process.platform === 'win32' ? 'SIGTERM' : 'SIGINT');
  const deadline = Date.now() + timeoutMs;
  while (existsSync(path.join(dir, 'postmaster.pid')) || servesCluster(found.pid, dir)) {
    if (Date.now() > deadline) {
      if (servesCluster(found.pid, dir)) process.kill(found.pid, 'SIGKILL');
      return;
    }
    await sleep(20);
  }
}
