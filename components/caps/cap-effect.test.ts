import { describe, expect, it } from 'vitest';
import type { CapTerm } from '@/lib/domain/limits/effective-cap';
import { announcementOf, capStateOf, effectiveText, effectsOf, type SenderTerms } from './cap-effect';

const ramp = (cap: number | null): CapTerm => ({ code: 'ramp.invite.day', label: 'ramp, week 2 of 6', cap });
const sender = (name: string, terms: CapTerm[]): SenderTerms => ({
  id: name,
  name,
  terms: { invite: terms, message: [], inmail: [] },
});

describe('effectiveText', () => {
  it('names the limit that binds', () => {
    const text = effectiveText(effectsOf('invite', 80, [sender('Maya', [ramp(22)])]));
    expect(text).toMatchObject({ total: 22, binding: 'ramp, week 2 of 6' });
    expect(text.sentence).toBe('Effective today 22, limited by ramp, week 2 of 6.');
  });

  it('names every tied limit, the one a person can change last', () => {
    expect(effectiveText(effectsOf('invite', 22, [sender('Maya', [ramp(22)])])).binding).toBe(
      'ramp, week 2 of 6 and campaign cap alike',
    );
  });

  it('adds up several accounts and says what binds on each', () => {
    const text = effectiveText(effectsOf('invite', 80, [sender('Maya', [ramp(22)]), sender('Li', [ramp(90)])]));
    expect(text.total).toBe(102);
    expect(text.binding).toBe('Maya 22 by ramp, week 2 of 6, Li 80 by campaign cap');
  });

  it('knows no number while one term of one account is unknown', () => {
    const text = effectiveText(effectsOf('invite', 80, [sender('Maya', [ramp(22)]), sender('Li', [ramp(null)])]));
    expect(text.total).toBeNull();
    expect(text.sentence).toContain('Nothing is sent before it is');
  });
});

describe('announcementOf', () => {
  const state = (value: number) => capStateOf('invite', value, [sender('Maya', [ramp(95)])]);

  it('is silent for a step inside a zone with the same limit binding', () => {
    expect(announcementOf('invite', state(70), state(71))).toBe('');
  });

  it('speaks when the risk line is crossed, in either direction', () => {
    expect(announcementOf('invite', state(90), state(91))).toBe('Invites: above the risk line.');
    expect(announcementOf('invite', state(91), state(90))).toBe('Invites: back under the risk line.');
  });

  it('speaks when another limit binds', () => {
    expect(announcementOf('invite', state(94), state(96))).toBe(
      'Invites: effective today 95, limited by ramp, week 2 of 6.',
    );
  });
});
