import { connect, createServer, type Server, type Socket } from 'node:net';
import { closeServer, listenOnLoopback } from './listen';
import { backendPidOf, createSplitter, errorAnswer, simpleQuery, type WireMessage } from './pg-wire';
import { type LabelState, labelOf } from './statement-labels';
import type { Watch } from './watch';

/**
 * A proxy between one worker and PostgreSQL. It tells the watch of every statement before it is forwarded
 * (`pg:before:LABEL`) and of every completion before it is answered (`pg:after:LABEL`), and can stop the stream there.
 */
export async function startPgProxy(target: { host: string; port: number }, watch: Watch): Promise<PgProxy> {
  const sessions = new Set<Session>();
  const server = createServer((client) => {
    const session = openSession(client, connect(target.port, target.host), watch);
    sessions.add(session);
    client.once('close', () => sessions.delete(session));
  });
  const port = await listenOnLoopback(server);
  return {
    port,
    backendPids: () => [...sessions].flatMap((session) => (session.pid === null ? [] : [session.pid])),
    cutAll: () => {
      for (const session of sessions) session.cut();
    },
    close: () => closeAll(server, sessions),
  };
}

export interface PgProxy {
  port: number;
  /** The server's processes that serve this worker now. */
  backendPids(): number[];
  cutAll(): void;
  close(): Promise<void>;
}

interface Session {
  pid: number | null;
  cut(): void;
}

/** What was sent before one Sync, answered by one ReadyForQuery. */
interface Unit {
  labels: string[];
}

function openSession(client: Socket, server: Socket, watch: Watch): Session {
  const session: Session = { pid: null, cut: () => cut(client, server) };
  const labels: LabelState = { statements: new Map(), transaction: null };
  const units: Unit[] = [];
  let open: Unit = { labels: [] };
  /** Set while the proxy itself rolls back: what the server answers to that is not the client's business. */
  let ownAnswers = 0;
  let skipToSync = false;

  const toServer = async (message: WireMessage) => {
    if (skipToSync) {
      if (message.type === 'S' || message.type === 'Q') skipToSync = false;
      return;
    }
    const label = labelOf(labels, message);
    if (label !== null) {
      const release = await watch.pass(`pg:before:${label}`);
      if (release?.kind === 'cut') return cut(client, server);
      if (release?.kind === 'error') {
        refuse(label);
        skipToSync = message.type !== 'Q';
        return;
      }
      open.labels.push(label);
    }
    if (message.type === 'S' || message.type === 'Q') {
      units.push(open);
      open = { labels: [] };
    }
    if (server.writable) server.write(message.bytes);
  };

  /** The statement is not run. A refused COMMIT has rolled back, as the server's own refusal of one does. */
  const refuse = (label: string) => {
    open = { labels: [] };
    if (!label.startsWith('commit')) {
      client.write(errorAnswer('stopped by the kill matrix', 'E'));
      return;
    }
    ownAnswers += 1;
    units.push({ labels: [] });
    server.write(simpleQuery('rollback'));
  };

  const toClient = async (message: WireMessage) => {
    session.pid = backendPidOf(message) ?? session.pid;
    if (ownAnswers > 0) {
      if (message.type !== 'Z') return;
      ownAnswers -= 1;
      units.shift();
      client.write(errorAnswer('stopped by the kill matrix', 'I'));
      return;
    }
    if (message.type === 'Z') units.shift();
    if (message.type === 'C') {
      const label = units[0]?.labels.shift() ?? 'other';
      const release = await watch.pass(`pg:after:${label}`);
      if (release?.kind === 'cut') return cut(client, server);
      // The answer is lost; what the server says of its own end still arrives.
      if (release?.kind === 'swallow') return;
    }
    if (client.writable) client.write(message.bytes);
  };

  relay(client, createSplitter(true), toServer);
  relay(server, createSplitter(false), toClient);
  client.on('close', () => server.destroy());
  server.on('close', () => client.end());
  return session;
}

/** Hands the messages of a socket on one after the other, however long one is held. */
function relay(from: Socket, split: (chunk: Buffer) => WireMessage[], handle: (message: WireMessage) => Promise<void>) {
  let tail = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    for (const message of split(chunk)) tail = tail.then(() => handle(message));
  });
  from.on('error', () => undefined);
}

/** As a network that breaks: both sides see a reset. */
function cut(client: Socket, server: Socket): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}

async function closeAll(server: Server, sessions: ReadonlySet<Session>): Promise<void> {
  for (const session of sessions) session.cut();
  await closeServer(server);
}
