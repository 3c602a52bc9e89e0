// Jest's tests in Node as it is: each worker is a process that keeps the modules it has loaded, where Jest's own runner
// would load them anew, into a world of slow globals, for every file. TypeScript is read by tsx (test/run.mjs).
// Suites that need PostgreSQL take a clone of a migrated template (test/support).
export default {
  runner: '<rootDir>/test/support/light-runner.mjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  setupFilesAfterEnv: ['<rootDir>/test/support/time-limits.mjs'],
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
};
