import { describe, expect, it } from 'vitest';
import { isOptOut } from './opt-out';

describe('isOptOut', () => {
  it.each([
    'STOP',
    'No thanks!',
    'unsubscribe',
    'Please remove me from your list.',
    'I’m not interested, sorry',
    'Nein, danke.',
    'Kein Interesse',
    'Non merci',
    'Ne me contactez plus svp',
    'No, gracias',
    'No grazie',
    'Geen interesse',
  ])('takes "%s" for an opt-out', (text) => expect(isOptOut(text)).toBe(true));

  it.each([
    'Non-stop flights are great',
    'No problem, let us talk',
    'I am interested',
    'When do you stop by?',
    'Removing friction is our job',
    '',
  ])('takes "%s" for a plain reply', (text) => expect(isOptOut(text)).toBe(false));
});
