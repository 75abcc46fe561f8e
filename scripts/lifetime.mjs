/**
 * Runs `work(signal)` until it ends or the process is asked to stop (SIGINT, SIGTERM, SIGHUP, or npm, our parent, gone:
 * npm does not pass its own end on). The signal tells `work`, which must then wind up. Errors print one line, exit 1.
 */
export async function runUntilStopped(work) {
  const controller = new AbortController();
  const stop = (why) => {
    if (controller.signal.aborted) return;
    console.log(`stopping (${why}) …`);
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => stop(name));
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== parent && stop('npm is gone'), 500).unref();
  try {
    await work(controller.signal);
    process.exitCode ??= 0;
  } catch (error) {
    if (!controller.signal.aborted) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
  process.exit();
}

/** Resolves when the signal is given. The timer keeps the process alive meanwhile. */
export function stopRequested(signal) {
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    const done = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
