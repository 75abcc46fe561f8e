import type { PlantedBug } from './planting';
import { changed, inStore, planted, takeOut } from './planting';

/** Mistakes when something or somebody is stopped. */
export const STOP_BUGS: PlantedBug[] = [
  inStore('a stop lists nothing under way', 'the acknowledgement is sent before anybody looked', () => ({
    sendsInFlight: async () => [],
  })),
  inStore('a stop does not wait for what is being dispatched', 'the person is marked without a lock', () => ({
    lockProspect: async () => undefined,
    markProspect: async () => undefined,
    lockEnrolmentsOfProspect: async () => [],
  })),
  planted('a reply stops only the account that it came to', 'the stop is kept with the thread', {
    plantInLedger: (ledger) => takeOut(ledger, 'person_stopped'),
    wrapStore: changed((unit) => ({
      lockEnrolmentsOfProspect: async (id) =>
        (await unit.lockEnrolmentsOfProspect(id)).filter((row) => row.accountId === 'acc_a'),
    })),
  }),
];
