/** Classes of PostgreSQL's errors that are about the server and not about the statement: connection, resources, shutdown. */
const serverTrouble = /^(08|53|57|58)/;
const networkTrouble = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether the database is away, so that the update itself is not to blame and may be handled later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    serverTrouble.test(code) ||
    networkTrouble.has(code) ||
    /connection (terminated|timeout)|timeout exceeded when trying to connect|Query read timeout/i.test(
      error.message,
    )
  );
}
