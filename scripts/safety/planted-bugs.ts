import type { Hunt } from './bugs/hunt';
import { PLANTED } from './bugs/planted';
import { PLANTED_LEAST } from './floors';
import type { SafetyPart } from './part';
import { runTasks } from './pool';

/** More seeds than any of the bugs takes; one that needs more counts as not caught. */
const SEEDS_MAX = 5_000;

/** The same schedules with a mistake planted from outside: a proof that catches none of them would prove nothing. */
export const plantedBugs: SafetyPart = {
  name: 'plantedBugs',
  proves: 'the schedules catch every mistake that was planted on purpose',
  async run({ workers, signal }, progress) {
    const waiting = PLANTED.map((bug) => bug.name);
    const hunts: Hunt[] = [];
    await runTasks({
      ...{ workers, signal },
      next: () => {
        const name = waiting.shift();
        return name === undefined || signal.aborted ? null : { kind: 'bug', name, seedsMax: SEEDS_MAX };
      },
      onAnswer: (answer) => {
        if (answer.kind !== 'bug') return;
        hunts.push(answer.hunt);
        progress(`${hunts.filter(isCaught).length} of ${PLANTED.length} planted bugs caught`);
      },
    });
    const missed = hunts.filter((hunt) => !isCaught(hunt)).map(({ name }) => `not caught: ${name}`);
    const few =
      PLANTED.length < PLANTED_LEAST ? [`only ${PLANTED.length} planted bugs of at least ${PLANTED_LEAST}`] : [];
    return {
      figures: { plantedBugs: PLANTED.length, plantedBugsCaught: hunts.filter(isCaught).length },
      details: {
        seedsMax: SEEDS_MAX,
        bugs: hunts.toSorted((a, b) => a.name.localeCompare(b.name)),
      },
      failures: [...missed, ...few],
    };
  },
};

function isCaught(hunt: Hunt): boolean {
  return hunt.seedsTaken !== null;
}
