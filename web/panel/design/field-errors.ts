import { useFieldWords } from './problem-words.js';

/**
 * What the API said about the fields of a form, for the `error` of their inputs.
 *
 * @returns `of(path)`: what is wrong with a field or anything within it; `rest`: the error, unless every part of it is
 *   told beside a field of the form
 */
export function useFieldErrors(
  error: unknown,
  known: readonly string[],
): { of(path: string): string | undefined; rest: unknown } {
  const fields = useFieldWords(error);
  const isWithin = (path: string, field: string): boolean => field === path || field.startsWith(`${path}.`);
  const names = Object.keys(fields);
  const areAllTold = names.length > 0 && names.every((name) => known.some((path) => isWithin(path, name)));
  return {
    of: (path) => Object.entries(fields).find(([field]) => isWithin(path, field))?.[1],
    rest: areAllTold ? null : error,
  };
}
