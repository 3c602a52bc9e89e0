import type { AmendOutcome } from '../../../src/integrations/channel.js';
import { afterAmending } from '../../../src/messages/amendment-policy.js';

const now = new Date('2026-11-23T10:00:00Z');

function after(attempts: number, outcome: Exclude<AmendOutcome, { type: 'disconnected' }>) {
  return afterAmending(attempts, outcome, { now, random: 0.5 });
}

describe('a change to what stands in a chat', () => {
  it('is over once it is made', () => {
    expect(after(1, { type: 'done' })).toEqual({ status: 'shown' });
  });

  it('is given up with the reason when the messenger refuses', () => {
    expect(after(1, { type: 'refused', reason: 'too_late' })).toEqual({
      status: 'refused',
      reason: 'too_late',
    });
  });

  it('comes back when the messenger says so', () => {
    const verdict = after(3, { type: 'later', retry_after_ms: 7_000 });
    expect(verdict).toEqual({ status: 'again', due_at: new Date('2026-11-23T10:00:07Z') });
  });

  it('is simply made once more when nobody knows what came of it, after growing pauses', () => {
    const first = after(1, { type: 'unclear' });
    const fifth = after(5, { type: 'unclear' });
    expect(first).toEqual({ status: 'again', due_at: new Date('2026-11-23T10:00:01Z') });
    expect(fifth).toEqual({ status: 'again', due_at: new Date('2026-11-23T10:00:16Z') });
  });

  it('is not tried for ever', () => {
    expect(after(20, { type: 'unclear' })).toEqual({ status: 'refused', reason: 'unclear' });
    expect(after(200, { type: 'later', retry_after_ms: null }).status).toBe('again');
  });
});
