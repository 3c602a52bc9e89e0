import fc from 'fast-check';
import { GroupBudget, telegramGroupBudget } from '../../../../bots/telegram/group-budget.js';

const size = { operations: 3, windowMs: 60_000 };

describe("a group's budget", () => {
  it('lets so many operations through at once and then waits for the oldest to leave the window', () => {
    const budget = new GroupBudget(size);
    for (const now of [0, 1_000, 2_000]) {
      expect(budget.waitMs(now)).toBe(0);
      budget.spend(now);
    }
    expect(budget.waitMs(2_000)).toBe(58_000);
    expect(budget.waitMs(60_001)).toBe(0);
    expect(budget.waitMs(60_001, 2)).toBeGreaterThan(0);
  });

  it('says how long to wait for several at once', () => {
    const budget = new GroupBudget(size);
    budget.spend(0);
    budget.spend(10_000);
    expect(budget.waitMs(20_000, 2)).toBe(40_000);
    expect(budget.waitMs(20_000, 3)).toBe(50_000);
  });

  it('more than the whole budget is asked for as the whole budget, so that it comes true some day', () => {
    const budget = new GroupBudget(size);
    budget.spend(0);
    expect(budget.waitMs(0, 10)).toBe(60_000);
  });

  it('counts what the process before it has sent', () => {
    const budget = new GroupBudget(size, [-30_000, -20_000, -10_000]);
    expect(budget.waitMs(0)).toBe(30_000);
  });

  it('waits as long as Telegram says, whatever is left of the budget', () => {
    const budget = new GroupBudget(size);
    budget.pause(0, 7_000);
    expect(budget.waitMs(0)).toBe(7_000);
    budget.pause(1_000, 1_000);
    expect(budget.waitMs(6_000)).toBe(1_000);
  });

  it('whoever asks before spending never exceeds it in any window', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 120 }), (pauses) => {
        const budget = new GroupBudget(telegramGroupBudget);
        const spent: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          now += budget.waitMs(now);
          budget.spend(now);
          spent.push(now);
        }
        for (const start of spent) {
          const inside = spent.filter(
            (moment) => moment >= start && moment < start + telegramGroupBudget.windowMs,
          );
          expect(inside.length).toBeLessThanOrEqual(telegramGroupBudget.operations);
        }
      }),
    );
  });
});
