// The runner lets a test take as long as it likes. Here each test, and each hook, has its time: its own, or this.
import { addEventHandler } from 'jest-circus';

/** Waiting is by condition, never by time: a busy machine may be slow, a passing test is not. */
const usualMs = 60_000;

addEventHandler(({ name, timeout = usualMs }, { currentDescribeBlock: { children, hooks } }) => {
  const added = { add_test: children, add_hook: hooks }[name]?.at(-1);
  if (added?.fn) added.fn = within(timeout, added.fn);
});

/** @returns the same, which fails when it has not ended by then; what it does goes on behind its back */
function within(ms, run) {
  return async () => {
    let late;
    const limit = new Promise((_, reject) => {
      late = setTimeout(() => reject(new Error(`It did not end within ${ms} ms.`)), ms);
    });
    try {
      return await Promise.race([run(), limit]);
    } finally {
      clearTimeout(late);
    }
  };
}
