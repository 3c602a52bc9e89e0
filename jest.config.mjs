// Jest in ESM over SWC. Suites that need PostgreSQL take a clone of a migrated template (test/support).
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  // Waiting is by condition, never by time: a busy machine may be slow, a passing test is not.
  testTimeout: 30_000,
  // A suite's world is a context of its own, in which every look at a global is slow. The curve of WhatsApp's keys
  // (curve25519-js) looks at these thousands of times for one signature: handed to it as arguments, a suite with a linked
  // phone takes half the work.
  sandboxInjectedGlobals: ['Math', 'Float64Array'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
};
