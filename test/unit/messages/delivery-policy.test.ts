import { afterAttempt } from '../../../src/messages/delivery-policy.js';
import type { DeliveryAttempt } from '../../../src/messages/delivery-policy.js';
import { plusMs } from '../../../src/shared/durations.js';

const now = new Date('2026-11-22T10:00:00Z');
const reply: DeliveryAttempt = { role: 'assistant', attempts: 1, uncertain_resends: 0 };
const at = { now, random: 0.5, repeats_safely: false };

describe('what becomes of a message after an attempt to send it', () => {
  it('what surely did not leave is tried again when the messenger says', () => {
    expect(afterAttempt(reply, { type: 'later', retry_after_ms: 7_000 }, at)).toEqual({
      status: 'queued',
      due_at: plusMs(now, 7_000),
      uncertain: false,
    });
  });

  it('without a word from the messenger the pauses grow up to a minute', () => {
    const pauses = [1, 2, 3, 4, 20].map((attempts) => {
      const verdict = afterAttempt({ ...reply, attempts }, { type: 'later', retry_after_ms: null }, at);
      return verdict.status === 'queued' ? verdict.due_at.getTime() - now.getTime() : null;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 60_000]);
  });

  it('what may itself be the reason that it does not leave does not hold up its chat for ever', () => {
    const file = { type: 'later', retry_after_ms: null, otherwise: 'file_gone' } as const;
    expect(afterAttempt({ ...reply, attempts: 19 }, file, at)).toMatchObject({ status: 'queued' });
    expect(afterAttempt({ ...reply, attempts: 20 }, file, at)).toEqual({
      status: 'failed',
      reason: 'file_gone',
    });
  });

  it('of unclear outcome, the bot speaks once more and then stops', () => {
    expect(afterAttempt(reply, { type: 'unclear' }, at)).toMatchObject({ status: 'queued', uncertain: true });
    expect(afterAttempt({ ...reply, uncertain_resends: 1 }, { type: 'unclear' }, at)).toEqual({
      status: 'uncertain',
    });
    expect(afterAttempt({ ...reply, role: 'system' }, { type: 'unclear' }, at)).toMatchObject({
      status: 'queued',
    });
  });

  it("of unclear outcome, a manager's message waits for the manager", () => {
    expect(afterAttempt({ ...reply, role: 'manager' }, { type: 'unclear' }, at)).toEqual({
      status: 'uncertain',
    });
  });

  it('of unclear outcome where a second sending shows up once, anybody’s message is sent again for a quarter of an hour', () => {
    const sentAgain = (role: DeliveryAttempt['role'], uncertain_resends: number) =>
      afterAttempt(
        { role, attempts: 40, uncertain_resends },
        { type: 'unclear' },
        { ...at, repeats_safely: true },
      );
    const pauses = [0, 1, 2, 18].map((resends) => {
      const verdict = sentAgain('manager', resends);
      return verdict.status === 'queued' && verdict.uncertain
        ? verdict.due_at.getTime() - now.getTime()
        : null;
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 60_000]);
    expect(sentAgain('assistant', 5)).toMatchObject({ status: 'queued', uncertain: true });
    expect(sentAgain('manager', 19)).toEqual({ status: 'uncertain' });
  });

  it('a refusal is final', () => {
    expect(afterAttempt(reply, { type: 'refused', reason: 'blocked' }, at)).toEqual({
      status: 'failed',
      reason: 'blocked',
    });
  });
});
