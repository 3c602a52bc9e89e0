import { statSync } from 'node:fs';

/** What starts programs and browsers takes longest, then what talks to a local messenger. */
const folders = ['/test/e2e/', '/test/integration/bots/', '/test/contracts/', '/test/integration/', ''];

/**
 * The order in which Jest begins the suites: with those that take longest, so that at the end no worker waits long for
 * another. Jest itself goes by what it noted of earlier runs, and a fresh clone has had none.
 */
export default class LongestFirst {
  sort(tests) {
    const sized = [...tests].map((test) => ({
      test,
      place: folders.findIndex((folder) => test.path.includes(folder)),
      size: statSync(test.path).size,
    }));
    return sized.toSorted((a, b) => a.place - b.place || b.size - a.size).map(({ test }) => test);
  }

  shard(tests) {
    return tests;
  }

  allFailedTests() {
    return [];
  }

  cacheResults() {}
}
