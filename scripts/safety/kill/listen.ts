import type { Server } from 'node:net';

/** Listens on a free port of loopback and answers the port. */
export function listenOnLoopback(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('a server without a port'));
      else resolve(address.port);
    });
  });
}

/** Stops listening; the caller has ended its connections. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
