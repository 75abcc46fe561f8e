import { writeFileSync } from 'node:fs';
import { samplePeople } from '../lib/simulator/people';
import { peopleCsv } from './seed/people-csv';

// node --import tsx scripts/write-sample.ts: after a change of the simulator's people.
writeFileSync('public/samples/people.csv', peopleCsv(samplePeople()));
