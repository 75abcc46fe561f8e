import { createServer } from 'node:net';

/** A port of `host` that is free now. */
export function freePort(host = '127.0.0.1') {
  return listenOnce(0, host);
}

/** Whether nothing listens on `port` of `host`. */
export async function isFree(port, host = '127.0.0.1') {
  try {
    await listenOnce(port, host);
    return true;
  } catch {
    return false;
  }
}

function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: taken } = server.address();
      server.close(() => resolve(taken));
    });
  });
}
