/**
 * A value as a parameter for a `json` or `jsonb` column. Needed for arrays, which the driver would send as a PostgreSQL
 * array, and safe for any text: PostgreSQL's jsonb refuses NUL and halves of surrogate pairs.
 */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD') : part,
  );
}

/**
 * A parameter as PostgreSQL takes it: it refuses NUL in text, and messengers let people send it. Plain objects become
 * JSON, anything else stays what it is.
 */
export function withoutNul(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value;
  if (Array.isArray(value)) return value.map(withoutNul);
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? json(value) : value;
}
