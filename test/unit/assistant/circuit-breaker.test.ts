import fc from 'fast-check';
import { CircuitBreaker } from '../../../src/assistant/circuit-breaker.js';
import type { BreakerState, Permit, Verdict } from '../../../src/assistant/circuit-breaker.js';

/** A breaker on a clock that a test moves, with no chance in it. */
function breakerOnClock() {
  let nowMs = 1_000;
  const changes: BreakerState[] = [];
  const breaker = new CircuitBreaker({
    now: () => nowMs,
    random: () => 0.5,
    onChange: ({ state }) => changes.push(state),
  });
  const call = (verdict: Verdict, tookMs = 0): boolean => {
    const permit = breaker.enter();
    nowMs += tookMs;
    permit?.end(verdict);
    return permit !== null;
  };
  return { breaker, changes, call, pass: (ms: number) => (nowMs += ms) };
}

/** One that has just opened, for the first time. */
function opened() {
  const on = breakerOnClock();
  for (let failure = 1; failure <= 3; failure += 1) on.call('ill', 2_000);
  expect(on.breaker.status).toEqual({ state: 'open', cause: 'ill', pauseMs: 5_000 });
  return on;
}

describe('The circuit breaker', () => {
  it('stays closed through a hiccup: many failures within five seconds', () => {
    const { breaker, call } = breakerOnClock();
    for (let failure = 1; failure <= 20; failure += 1) call('ill', 200);
    expect(breaker.status.state).toBe('closed');
    call('ill', 1_000);
    expect(breaker.status.state).toBe('open');
  });

  it('stays closed while failures are few, however long they take', () => {
    const { breaker, call } = breakerOnClock();
    call('ill', 15_000);
    call('ill', 15_000);
    expect(breaker.status.state).toBe('closed');
  });

  it('begins to count anew after a call that went well', () => {
    const { breaker, call } = breakerOnClock();
    for (let round = 1; round <= 10; round += 1) {
      call('ill', 5_000);
      call('ill', 5_000);
      call('well');
    }
    expect(breaker.status.state).toBe('closed');
  });

  it('is not impressed by calls that say nothing of the service', () => {
    const { breaker, call } = breakerOnClock();
    for (let request = 1; request <= 50; request += 1) call('unknown', 1_000);
    expect(breaker.status.state).toBe('closed');
  });

  it('opens at once when our key is refused three times', () => {
    const { breaker, call } = breakerOnClock();
    for (let request = 1; request <= 3; request += 1) call('misconfigured');
    expect(breaker.status).toMatchObject({ state: 'open', cause: 'misconfigured' });
  });

  it('lets nobody through while it is open', () => {
    const { breaker, pass } = opened();
    pass(4_999);
    expect(breaker.enter()).toBeNull();
  });

  it('wakes whoever waits for another try the moment it opens, once, and at once whoever comes later', () => {
    const { breaker, call } = breakerOnClock();
    const woken: string[] = [];
    breaker.onceOpen(() => woken.push('waits'));
    breaker.onceOpen(() => woken.push('has gone'))();
    for (let failure = 1; failure <= 3; failure += 1) call('ill', 2_000);
    breaker.onceOpen(() => woken.push('comes later'));
    expect(woken).toEqual(['waits', 'comes later']);
  });

  it('lets one call at a time through after its pause, and closes when that goes well', () => {
    const { breaker, pass, changes } = opened();
    pass(5_000);
    const probe = breaker.enter();
    expect(breaker.enter()).toBeNull();
    expect(breaker.status.state).toBe('half_open');
    probe?.end('well');
    expect(breaker.status).toEqual({ state: 'closed', cause: null, pauseMs: 0 });
    expect(changes).toEqual(['open', 'half_open', 'closed']);
  });

  it('doubles its pause with every probe that fails, up to a minute, and forgets that when it closes', () => {
    const { breaker, call, pass } = opened();
    const pauses: number[] = [];
    for (let probe = 1; probe <= 6; probe += 1) {
      pass(breaker.status.pauseMs);
      call('ill');
      pauses.push(breaker.status.pauseMs);
    }
    expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
    pass(60_000);
    call('well');
    for (let failure = 1; failure <= 3; failure += 1) call('ill', 2_000);
    expect(breaker.status.pauseMs).toBe(5_000);
  });

  it('lets the next call try at once when a probe was given up and taught nothing', () => {
    const { breaker, call, pass } = opened();
    pass(5_000);
    call('unknown');
    expect(breaker.enter()).not.toBeNull();
  });

  it('does not listen to calls from before it opened', () => {
    const { breaker, call, pass } = breakerOnClock();
    const slow = [breaker.enter(), breaker.enter()];
    for (let failure = 1; failure <= 3; failure += 1) call('ill', 2_000);
    slow[0]?.end('well');
    expect(breaker.status.state).toBe('open');
    pass(5_000);
    breaker.enter();
    slow[1]?.end('ill');
    expect(breaker.status.state).toBe('half_open');
  });

  const step = fc.oneof(
    fc.record({ do: fc.constant('enter' as const) }),
    fc.record({
      do: fc.constant('end' as const),
      which: fc.nat(5),
      verdict: fc.constantFrom<Verdict>('well', 'ill', 'misconfigured', 'unknown'),
    }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.nat(70_000) }),
  );

  it('whatever happens, has one probe out at most, lets nobody through in its pause, and opens again to a call in the end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { breaker, pass } = breakerOnClock();
        let out: { permit: Permit; isProbe: boolean }[] = [];
        for (const one of steps) {
          const before = breaker.status;
          if (one.do === 'pass') pass(one.ms);
          if (one.do === 'enter') {
            const permit = breaker.enter();
            const mayPass = before.state === 'closed' || (before.state === 'open' && before.pauseMs === 0);
            expect(permit !== null).toBe(mayPass);
            if (permit) out.push({ permit, isProbe: before.state !== 'closed' });
          }
          if (one.do === 'end' && out.length > 0) {
            const ended = out[one.which % out.length]!;
            ended.permit.end(one.verdict);
            out = out.filter((other) => other !== ended);
          }
          const probes = out.filter(({ isProbe }) => isProbe).length;
          expect(probes).toBe(breaker.status.state === 'half_open' ? 1 : 0);
          expect(breaker.status.pauseMs).toBeLessThanOrEqual(60_000);
        }
        for (const { permit } of out) permit.end('unknown');
        pass(75_000);
        expect(breaker.enter()).not.toBeNull();
      }),
    );
  });
});
