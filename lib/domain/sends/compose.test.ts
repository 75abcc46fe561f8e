import { describe, expect, it } from 'vitest';
import type { Step } from '../campaigns/sequence';
import { compose } from './compose';

const person = {
  firstName: 'Ada',
  lastName: null,
  fullName: null,
  company: null,
  title: null,
  location: null,
  custom: {},
};
const step: Step = {
  id: 's',
  kind: 'invite',
  parentId: null,
  branch: 'main',
  position: 0,
  delayDays: null,
  timeoutDays: null,
  text: 'Hi {{first_name}}',
  subject: null,
  note: null,
  notePolicy: null,
};

describe('compose', () => {
  it('fills the texts of a step', () => {
    expect(compose({ action: 'message', step, person, tier: 'free' })).toMatchObject({ ok: true, text: 'Hi Ada' });
    const note = { ...step, note: 'Hello {{first_name}}' };
    expect(compose({ action: 'invite', step: note, person, tier: 'free' })).toMatchObject({
      ok: true,
      note: 'Hello Ada',
    });
  });

  it('refuses a text with a variable that has no value', () => {
    const text = { ...step, text: 'At {{company}}' };
    expect(compose({ action: 'inmail', step: text, person, tier: 'premium' })).toEqual({
      ok: false,
      reason: 'missing_variable',
    });
  });

  it('refuses a note over 200 characters on a free account and over 300 on a paid one', () => {
    const note = { ...step, note: 'x'.repeat(201) };
    expect(compose({ action: 'invite', step: note, person, tier: 'free' })).toEqual({
      ok: false,
      reason: 'note_too_long',
    });
    expect(compose({ action: 'invite', step: note, person, tier: 'premium' })).toMatchObject({ ok: true });
    const long = { ...step, note: 'x'.repeat(301) };
    expect(compose({ action: 'invite', step: long, person, tier: 'recruiter' })).toEqual({
      ok: false,
      reason: 'note_too_long',
    });
  });

  it('refuses an empty message', () => {
    expect(compose({ action: 'message', step: { ...step, text: ' ' }, person, tier: 'free' })).toEqual({
      ok: false,
      reason: 'empty_text',
    });
  });
});
