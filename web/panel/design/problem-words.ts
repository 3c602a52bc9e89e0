import { ApiError } from '../api/request.js';
import type { RefusalTexts } from '../texts/shape/refusals.js';
import { useTexts } from '../texts/use-texts.js';

/** An error as a sentence for the reader: in their language, or else in the API's own words. */
export function useProblemText(error: unknown): string {
  const { common, refusals } = useTexts();
  if (!(error instanceof ApiError)) return common.failed;
  if (error.status === 0) return common.unreachable;
  const said = wordsFor(refusals.codes, error.code, error.params);
  if (said === null) return [error.message || common.failed, error.whatToDo].filter(Boolean).join(' ');
  const fields = Object.values(fieldWords(error, refusals));
  return [said, ...new Set(fields)].join(' ');
}

/** What the API says of fields: its sentences, why, and the values that words for it need, all by path. */
export type ToldFields = Pick<ApiError, 'fields' | 'reasons' | 'reasonParams'>;

/** What is wrong with each field, by its path, in the reader's language where there are words for it. */
export function useFieldWords(error: unknown): Record<string, string> {
  return useToldFields(error instanceof ApiError ? error : null);
}

/** As {@link useFieldWords}, for what an answer says that is no error. */
export function useToldFields(told: ToldFields | null): Record<string, string> {
  const { refusals } = useTexts();
  return told === null ? {} : fieldWords(told, refusals);
}

function fieldWords(
  { fields, reasons, reasonParams }: ToldFields,
  texts: RefusalTexts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, message]) => [
      path,
      wordsFor(texts.reasons, reasons[path] ?? '', reasonParams[path]) ?? message,
    ]),
  );
}

/** @returns null for what this page does not know: it is older than the server, or the server older than it */
function wordsFor(
  texts: RefusalTexts['codes'] | RefusalTexts['reasons'],
  name: string,
  params: Record<string, unknown> | undefined,
): string | null {
  if (!Object.hasOwn(texts, name)) return null;
  const words = (texts as Record<string, string | ((params: Record<string, unknown>) => string)>)[name];
  if (words === undefined || typeof words === 'string') return words ?? null;
  return params ? words(listsInWords(params)) : null;
}

function listsInWords(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}
