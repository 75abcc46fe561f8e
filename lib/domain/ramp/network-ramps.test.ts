import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OTHER_LIMITS } from '../limits/other-limits';
import type { RampedNetwork } from './network-ramps';
import { NETWORK_RAMPS, networkCap, networkFormula, networkOf, networkTarget, networkWeeks } from './network-ramps';

const NETWORKS = Object.keys(NETWORK_RAMPS) as RampedNetwork[];

describe('the ramp of each network', () => {
  it.each<[RampedNetwork, number[]]>([
    ['whatsapp', [2, 3, 4, 6, 10, 15, 22, 34, 40]],
    ['instagram', [20, 40, 60, 80, 100]],
    ['facebook', [15, 20, 25, 30, 35, 40, 45, 50]],
    ['gmail', [20, 27, 37, 50]],
    ['google_workspace', [20, 34, 58, 100]],
    ['outlook', [20, 27, 37, 50]],
    ['microsoft_365', [20, 34, 58, 100]],
    ['imap', [20, 27, 37, 50]],
  ])('%s goes %j', (network, caps) => {
    expect(Array.from({ length: networkWeeks(network) }, (_, index) => networkCap(network, index + 1))).toEqual(caps);
  });

  it('never passes its target or the hard cap, and never falls with the weeks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NETWORKS), fc.integer({ min: -3, max: 60 }), (network, week) => {
        const limit = OTHER_LIMITS.find((one) => one.provider === network && one.key === NETWORK_RAMPS[network].key);
        expect(networkCap(network, week)).toBeLessThanOrEqual(networkTarget(network));
        expect(networkTarget(network)).toBeLessThanOrEqual(limit?.cap.hard ?? 0);
        expect(networkCap(network, week)).toBeLessThanOrEqual(networkCap(network, week + 1));
      }),
    );
  });

  it('is shown with its numbers', () => {
    expect(networkFormula('whatsapp', 4)).toBe('min(40, floor(2 × 1.5^(4 − 1))) = 6');
    expect(networkFormula('facebook', 3)).toBe('min(50, 15 + 5 × (3 − 1)) = 25');
    expect(networkFormula('gmail', 2)).toBe('min(50, round(20 × (50 ÷ 20)^((2 − 1) ÷ (4 − 1)))) = 27');
  });
});

describe('whose limits a mailbox has', () => {
  it.each([
    ['google', 'ada@gmail.com', 'gmail'],
    ['google', 'Ada Example', 'gmail'],
    ['google', 'ada@example.org', 'google_workspace'],
    ['outlook', 'ada@hotmail.co.uk', 'outlook'],
    ['outlook', '', 'outlook'],
    ['outlook', 'ada@example.org', 'microsoft_365'],
    ['imap', 'ada@example.org', 'imap'],
    ['whatsapp', '+49 1', 'whatsapp'],
    ['linkedin', 'Ada', null],
  ] as const)('%s %s: %s', (provider, address, network) => {
    expect(networkOf(provider, address)).toBe(network);
  });
});
