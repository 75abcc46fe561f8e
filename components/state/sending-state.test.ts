import { describe, expect, it } from 'vitest';
import { sendingStateOf } from './sending-state';

const because = (code: string) => ({ code, text: '', since: null, until: null });

describe('sendingStateOf', () => {
  it('shows what is not known as unknown, never as sending', () => {
    expect(sendingStateOf(null)).toBe('unknown');
    expect(sendingStateOf({ verdict: 'blocked', primary: because('something_new') })).toBe('unknown');
  });

  it('tells a stop for safety, a limit, a wait and a pause apart', () => {
    expect(sendingStateOf({ verdict: 'unknown', primary: because('fail_closed_ramp') })).toBe('fail_closed');
    expect(sendingStateOf({ verdict: 'waiting', primary: because('cap_ramp') })).toBe('waiting_cap');
    expect(sendingStateOf({ verdict: 'waiting', primary: because('waiting_acceptance') })).toBe('waiting_due');
    expect(sendingStateOf({ verdict: 'stopped', primary: because('paused_user') })).toBe('paused_user');
    expect(sendingStateOf({ verdict: 'sending', primary: because('spacing') })).toBe('sending');
  });
});
