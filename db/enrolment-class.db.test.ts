import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACTIONS_OF_CLASS, WORK_CLASSES, workClassOf } from '../lib/domain/campaigns/constants';
import { createSender, openSendWorld, type SendWorld, WEDNESDAY } from './testing/send-world';

let world: SendWorld;

beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(() => world?.close());

test('due work stands in the class of its action and in no other, where no pick would ever find it', async () => {
  const { enrolments } = await createSender(world, { now: WEDNESDAY, people: 1 });
  const write = (action: string | null, workClass: number | null) =>
    world.owner.orm
      .execute(
        sql`update enrolments set action = ${action}, work_class = ${workClass} where id = ${enrolments[0]?.id ?? ''}`,
      )
      .then(
        () => 'taken',
        (error: Error) => String(error.cause),
      );
  for (const action of Object.values(ACTIONS_OF_CLASS).flat()) {
    for (const workClass of WORK_CLASSES.keys()) {
      const answer = await write(action, workClass);
      if (workClass === WORK_CLASSES.findIndex((name) => ACTIONS_OF_CLASS[name].includes(action)))
        expect(answer).toBe('taken');
      else expect(answer).toContain('enrolments_class_of_action');
    }
  }
  expect(await write('invite', null)).toContain('enrolments_class_of_action');
  expect(await write('withdraw', workClassOf('invite'))).toContain('enrolments_class_of_action');
  expect(await write(null, null)).toBe('taken');
});
