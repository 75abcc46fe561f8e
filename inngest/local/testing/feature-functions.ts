import type { Inngest, InngestFunction } from 'inngest';
import { cron, NonRetriableError, RetryAfterError } from 'inngest';

const HOUR_MS = 3_600_000;
const data = (event: { data: unknown }) => event.data as Record<string, string>;

/** Functions that between them use every feature of the runner; what they do is in `done`, `now` is the app's time. */
export function featureFunctions(client: Inngest, done: string[], now: () => Date): InngestFunction.Any[] {
  return [...plain(client, done, now), ...failing(client, done), ...limited(client, done)];
}

function plain(client: Inngest, done: string[], now: () => Date): InngestFunction.Any[] {
  return [
    client.createFunction({ id: 'steps', triggers: [{ event: 'go/steps' }] }, async ({ event, step }) => {
      const a = await step.run('a', () => done.push('steps:a') && 'A');
      const b = await step.run('b', () => done.push('steps:b') && `${a}B`);
      return { b, eventId: event.id };
    }),
    client.createFunction(
      { id: 'classic', checkpointing: false, triggers: [{ event: 'go/classic' }] },
      async ({ step }) => {
        const a = await step.run('a', () => done.push('classic:a') && 'A');
        return step.run('b', () => done.push('classic:b') && `${a}B`);
      },
    ),
    client.createFunction({ id: 'nap', triggers: [{ event: 'go/nap' }] }, async ({ event, step }) => {
      await step.sleep('rest', '6h');
      done.push(`nap:${data(event).n}`);
      await step.sleepUntil('again', new Date(now().getTime() + 6 * HOUR_MS));
      return 'rested';
    }),
    client.createFunction({ id: 'parallel', triggers: [{ event: 'go/parallel' }] }, async ({ step }) => {
      const both = await Promise.all([
        step.run('x', () => done.push('parallel:x') && 'X'),
        step.run('y', () => done.push('parallel:y') && 'Y'),
        step.sleep('short', '1s').then(() => 'Z'),
      ]);
      return step.run('join', () => both.join(''));
    }),
    client.createFunction({ id: 'race', triggers: [{ event: 'go/race' }] }, async ({ step, group }) => {
      const first = await group.parallel({ mode: 'race' }, () =>
        Promise.race([
          step.run('fast', () => done.push('race:fast') && 'fast'),
          step.run('slow', async () => {
            done.push('race:slow');
            await new Promise((resolve) => setTimeout(resolve, 800));
            return 'slow';
          }),
        ]),
      );
      await step.run('after', () => done.push('race:after'));
      return first;
    }),
    client.createFunction({ id: 'waiter', triggers: [{ event: 'go/wait' }] }, async ({ step }) => {
      const found = await step.waitForEvent('it', { event: 'go/answer', timeout: '1h', match: 'data.id' });
      return found === null ? 'timed out' : data(found).text;
    }),
    client.createFunction({ id: 'parent', triggers: [{ event: 'go/parent' }] }, async ({ step }) => {
      const child = client.createFunction({ id: 'child' }, async () => null);
      const answer = await step.invoke('call', { function: child, data: { n: 20 } });
      const { ids } = await step.sendEvent('tell', { name: 'go/told', data: { by: 'parent' } });
      return { answer, told: ids.length };
    }),
    client.createFunction({ id: 'child' }, async ({ event, step }) =>
      step.run('double', () => Number((event.data as { n: number }).n) * 2),
    ),
    client.createFunction({ id: 'told', triggers: [{ event: 'go/told' }] }, async ({ event }) =>
      done.push(`told:${data(event).by}`),
    ),
    client.createFunction({ id: 'zero', triggers: [{ event: 'go/zero' }] }, async ({ step }) =>
      step.run('z', () => 'a\u0000b'),
    ),
  ];
}

function failing(client: Inngest, done: string[]): InngestFunction.Any[] {
  return [
    client.createFunction({ id: 'flaky', retries: 2, triggers: [{ event: 'go/flaky' }] }, async ({ step }) => {
      await step.run('before', () => done.push('flaky:before'));
      return step.run('try', () => {
        done.push('flaky:try');
        if (done.filter((one) => one === 'flaky:try').length < 3) throw new RetryAfterError('not yet', '1s');
        return 'at last';
      });
    }),
    client.createFunction(
      {
        id: 'doomed',
        retries: 3,
        triggers: [{ event: 'go/doomed' }],
        onFailure: async ({ error, event }: { error: Error; event: { data: { run_id: string } } }) =>
          done.push(`doomed:failure:${error.message}:${event.data.run_id.length}`),
      },
      async ({ step }) => {
        await step.run('die', () => {
          done.push('doomed:die');
          throw new NonRetriableError('never');
        });
      },
    ),
    client.createFunction({ id: 'caught', retries: 0, triggers: [{ event: 'go/caught' }] }, async ({ step }) => {
      const fail = () => {
        throw new RangeError('too far');
      };
      return step.run('fail', fail).catch((error: Error) => `${error.name}:${error.message}`);
    }),
  ];
}

function limited(client: Inngest, done: string[]): InngestFunction.Any[] {
  return [
    client.createFunction({ id: 'busy', retries: 0, triggers: [{ event: 'go/busy' }] }, async ({ step }) => {
      for (let n = 0; n < 20; n += 1) {
        await step.run(`s${n}`, async () => {
          done.push('busy');
          await new Promise((resolve) => setTimeout(resolve, 100));
        });
      }
    }),
    client.createFunction(
      { id: 'one-at-a-time', concurrency: { limit: 1, key: 'event.data.key' }, triggers: [{ event: 'go/limited' }] },
      async ({ event, step }) => {
        await step.run('work', async () => {
          done.push(`limited:begin:${data(event).key}`);
          await new Promise((resolve) => setTimeout(resolve, 120));
          done.push(`limited:${data(event).key}`);
        });
      },
    ),
    client.createFunction(
      {
        id: 'stoppable',
        triggers: [{ event: 'go/stoppable' }],
        cancelOn: [{ event: 'go/stop', match: 'data.id', timeout: '10h' }],
      },
      async ({ event, step }) => {
        await step.sleep('long', '100h');
        done.push(`stoppable:${data(event).id}`);
      },
    ),
    client.createFunction(
      { id: 'nightly', triggers: [cron('TZ=America/New_York 30 2 * * *')] },
      async ({ event, step }) => {
        await step.run('look', () => done.push(`nightly:${new Date(event.ts ?? 0).toISOString()}`));
      },
    ),
    client.createFunction(
      { id: 'picky', triggers: [{ event: 'go/picky', if: "event.data.plan == 'pro' && event.data.n > 2" }] },
      async ({ event }) => done.push(`picky:${data(event).tag}`),
    ),
    client.createFunction(
      { id: 'once', idempotency: 'event.data.order', triggers: [{ event: 'go/once' }] },
      async ({ event }) => done.push(`once:${data(event).order}`),
    ),
  ];
}
