import { describe, expect, it } from 'vitest';
import { differ, draftOf, inputOf, inserted, moved, newStep } from './step-draft';

describe('step drafts', () => {
  it('keep their ids on the way to the server and back, branches included', () => {
    const stored = {
      id: 'a',
      kind: 'wait_accepted' as const,
      delayDays: null,
      timeoutDays: 7,
      text: null,
      subject: null,
      note: null,
      notePolicy: null,
      otherwise: [],
    };
    const draft = draftOf({ ...stored, otherwise: [{ ...stored, id: 'b', kind: 'inmail' }] });
    expect(draft.otherwise[0]?.key).toBe('b');
    expect(inputOf(draft)).toMatchObject({ id: 'a', otherwise: [{ id: 'b', kind: 'inmail' }] });
    expect(inputOf(newStep('invite', 'new-1'))).toEqual({ kind: 'invite', otherwise: [] });
  });

  it('move one place, and not past the ends', () => {
    const steps = ['a', 'b', 'c'].map((key) => newStep('visit', key));
    expect(moved(steps, 0, 1).map((step) => step.key)).toEqual(['b', 'a', 'c']);
    expect(moved(steps, 0, -1)).toBe(steps);
    expect(moved(steps, 2, 1)).toBe(steps);
  });

  it('are put in between two others', () => {
    const steps = ['a', 'b'].map((key) => newStep('visit', key));
    expect(inserted(steps, 1, newStep('delay', 'c')).map((step) => step.key)).toEqual(['a', 'c', 'b']);
  });

  it('differ from what is stored only by what is sent, not by their identity on the page', () => {
    const [one, other] = [newStep('visit', 'a'), newStep('visit', 'b')];
    expect(differ([one], [other])).toBe(false);
    expect(differ([one], [newStep('delay', 'a')])).toBe(true);
    expect(differ([one, other], [one])).toBe(true);
  });
});
