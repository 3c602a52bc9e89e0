/** A field as it stood before and after, as text; null: there was nothing. */
export type ChangedField = { name: string; before: string | null; after: string | null };

/**
 * What differs between two sides of a change, field by field. What is no object is one field without a name of its own.
 *
 * @param before null where there was nothing
 * @param after null where there is nothing any more
 */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .map((name) => ({ name, before: asText(was[name]), after: asText(is[name]) }))
    .filter((field) => field.before !== field.after);
}

function fieldsOf(side: unknown): Record<string, unknown> {
  if (side === null || side === undefined) return {};
  return typeof side === 'object' && !Array.isArray(side) ? { ...side } : { '': side };
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return JSON.stringify(value, null, 2);
  return JSON.stringify(value);
}
