import { describe, expect, it } from 'vitest';
import { personOf, samplePeople } from './people';

describe('the sample people', () => {
  it('are sixty, each under a slug of its own, mostly second and third degree', () => {
    const people = samplePeople();
    expect(new Set(people.map((person) => person.slug)).size).toBe(60);
    for (const person of people) expect(person.slug).toMatch(/^[a-z]+(-[a-z]+)+-\d{4}$/);
    const count = (degree: number) => people.filter((person) => person.degree === degree).length;
    expect([count(1), count(4)]).toEqual([2, 2]);
    expect(people.filter((person) => person.openProfile).length).toBeGreaterThanOrEqual(5);
  });

  it('are whom the simulator finds under the same slug', () => {
    for (const person of samplePeople()) expect(personOf('any seed', person.slug)).toEqual(person);
  });
});

describe('any other slug', () => {
  it('is always the same person for a seed, named after the slug', () => {
    const person = personOf('1', 'jane-van-dam-77b');
    expect(person).toMatchObject({ firstName: 'Jane', lastName: 'Van Dam' });
    expect(personOf('1', 'jane-van-dam-77b')).toEqual(person);
  });

  it('is nobody when it is missing-… or no slug', () => {
    for (const slug of ['missing-jane', 'a', 'a b c', '../etc']) expect(personOf('1', slug)).toBeNull();
  });
});
