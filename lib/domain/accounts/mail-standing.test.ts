import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MailFacts, mailStanding } from './mail-standing';

const good: MailFacts = { sends: 200, bounces: 3, replies: 6, complaints: 0 };

describe('where a mail account stands', () => {
  it.each<[string, Partial<MailFacts>, string]>([
    ['goes above the risk line under 2 % bounces and at 3 % replies', {}, 'free'],
    ['stays under it at exactly 2 % bounces', { bounces: 4 }, 'under_risk_line'],
    ['stays under it below 3 % replies', { replies: 5 }, 'under_risk_line'],
    ['stays under it on 49 sends, however good', { sends: 49, bounces: 0, replies: 49 }, 'under_risk_line'],
    ['pauses at exactly 5 % of 200', { bounces: 10 }, 'pause'],
    ['does not pause under 5 %', { bounces: 9 }, 'under_risk_line'],
    ['does not pause on bounces of 49 sends', { sends: 49, bounces: 49 }, 'under_risk_line'],
    ['pauses at 5 % of 50', { sends: 50, bounces: 3 }, 'pause'],
    ['pauses on 3 complaints', { complaints: 3 }, 'pause'],
    ['does not pause on 2', { complaints: 2 }, 'free'],
    ['does not pause on 3 complaints of 3,001 sends', { sends: 3_001, replies: 300, complaints: 3 }, 'free'],
    ['judges without complaints where none are reported', { complaints: null }, 'free'],
  ])('%s', (_, change, standing) => {
    expect(mailStanding({ ...good, ...change }).standing).toBe(standing);
  });

  it('a bounce or a complaint more, or a reply less, never betters it', () => {
    const order = ['pause', 'under_risk_line', 'free'];
    const count = fc.nat(300);
    const facts = fc.record({ sends: count, bounces: count, replies: count, complaints: fc.nat(6) });
    fc.assert(
      fc.property(facts, fc.nat(20), (made, more) => {
        const rank = (one: MailFacts) => order.indexOf(mailStanding(one).standing);
        for (const worse of [
          { ...made, bounces: made.bounces + more },
          { ...made, complaints: made.complaints + more },
          { ...made, replies: Math.max(0, made.replies - more) },
        ])
          expect(rank(worse)).toBeLessThanOrEqual(rank(made));
      }),
    );
  });
});
