import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { samplePeople } from '../../lib/simulator/people';
import { peopleCsv } from './people-csv';

describe('the sample file', () => {
  it('holds exactly the people whom the simulator knows', () => {
    expect(readFileSync('public/samples/people.csv', 'utf8')).toBe(peopleCsv(samplePeople()));
  });
});
