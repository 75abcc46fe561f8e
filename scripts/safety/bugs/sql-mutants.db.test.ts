import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendWorld } from '@/db/testing/send-world';
import { openSendWorld, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { huntInSql } from './hunt-sql';
import { SQL_MUTANTS } from './sql-mutants';

const TRIES_MAX = 20;
let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(() => world?.close());

describe('a mistake in a function of the database is caught by a check that the real function passes', () => {
  it.each(SQL_MUTANTS)('$name', async (mutant) => {
    await setClock(world, WEDNESDAY.getTime());
    const { seedsTaken } = await huntInSql(world, mutant, TRIES_MAX);
    expect(seedsTaken, `not caught in ${TRIES_MAX} tries`).not.toBeNull();
  });
});
