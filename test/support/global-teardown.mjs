/** After all tests: stops PostgreSQL if a suite had it started, and removes its folder. */
export default async function tearDown() {
  await globalThis.closeTestPostgres?.();
}
