/** One message of PostgreSQL's protocol 3.0: its type byte ('' for the start-up message) and its whole bytes. */
export interface WireMessage {
  type: string;
  bytes: Buffer;
}

/** Cuts whole messages off a stream of bytes. The first one of a client has no type byte. */
export function createSplitter(startsUntyped: boolean): (chunk: Buffer) => WireMessage[] {
  let waiting = Buffer.alloc(0);
  let untyped = startsUntyped;
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    const messages: WireMessage[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (waiting.length < head + 4) return messages;
      const length = head + waiting.readUInt32BE(head);
      if (waiting.length < length) return messages;
      const type = untyped ? '' : waiting.toString('latin1', 0, 1);
      messages.push({ type, bytes: waiting.subarray(0, length) });
      waiting = waiting.subarray(length);
      untyped = false;
    }
  };
}

/** The zero-terminated texts at the head of a message's body. */
export function textsOf(message: WireMessage, count: number): string[] {
  const texts: string[] = [];
  let at = 5;
  while (texts.length < count) {
    const end = message.bytes.indexOf(0, at);
    if (end < 0) break;
    texts.push(message.bytes.toString('utf8', at, end));
    at = end + 1;
  }
  return texts;
}

/** The server's process of a connection, as BackendKeyData names it. */
export function backendPidOf(message: WireMessage): number | null {
  return message.type === 'K' ? message.bytes.readUInt32BE(5) : null;
}

/** An error as the server sends it, with the state of the transaction after it: E failed, I none. */
export function errorAnswer(text: string, transaction: 'E' | 'I'): Buffer {
  const fields = Buffer.from(`SERROR\0VERROR\0C57014\0M${text}\0\0`, 'utf8');
  return Buffer.concat([framed('E', fields), framed('Z', Buffer.from(transaction))]);
}

/** A simple query. */
export function simpleQuery(sql: string): Buffer {
  return framed('Q', Buffer.from(`${sql}\0`, 'utf8'));
}

function framed(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
