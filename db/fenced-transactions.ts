import type postgres from 'postgres';

/**
 * A session keeps what it has parsed and planned of statements with so few values, which the query builder would have done
 * anew each time. Longer ones are lists of any length: to keep each length would fill the session's memory.
 */
const PREPARED_MOST = 40;

/**
 * A client whose transactions can say nothing more once they have ended, be it by the loss of their session. postgres.js
 * would send a late statement over whatever the connection does next, which may be another's transaction. Their statements are
 * prepared.
 */
export function fencedTransactions(client: postgres.Sql): postgres.Sql {
  const begin = async <T>(work: (inner: postgres.TransactionSql) => Promise<T>) => {
    const fence = { isDown: false };
    try {
      return await client.begin((inner) => work(fenced(inner, fence)));
    } finally {
      fence.isDown = true;
    }
  };
  return new Proxy(client, {
    get: (target, name) => (name === 'begin' ? begin : Reflect.get(target, name)),
  });
}

function fenced(inner: postgres.TransactionSql, fence: { isDown: boolean }): postgres.TransactionSql {
  const pass = () => {
    if (fence.isDown) throw new Error('this transaction has ended, so nothing more is sent in its name');
  };
  const savepoint = <T>(work: (inner: postgres.TransactionSql) => Promise<T>) => {
    pass();
    return inner.savepoint((deeper) => work(fenced(deeper, fence)));
  };
  const unsafe: typeof inner.unsafe = (query, parameters, options) => {
    pass();
    return inner.unsafe(query, parameters, { ...options, prepare: (parameters?.length ?? 0) <= PREPARED_MOST });
  };
  return new Proxy(inner, {
    apply: (target, self, args) => {
      pass();
      return Reflect.apply(target, self, args);
    },
    get: (target, name) => (name === 'savepoint' ? savepoint : name === 'unsafe' ? unsafe : Reflect.get(target, name)),
  });
}
