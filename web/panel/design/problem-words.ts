import { ApiError } from '../api/request.js';
import type { RefusalTexts } from '../texts/shape/refusals.js';
import { useTexts } from '../texts/use-texts.js';

/** An error as a sentence for the reader: in their language, or else in the API's own words. */
export function useProblemText(error: unknown): string {
  const { common, refusals } = useTexts();
  if (!(error instanceof ApiError)) return common.failed;
  if (error.status === 0) return common.unreachable;
  const known = Object.hasOwn(refusals.codes, error.code);
  if (!known) return [error.message || common.failed, error.whatToDo].filter(Boolean).join(' ');
  const fields = Object.values(fieldWords(error, refusals));
  return [refusals.codes[error.code as keyof RefusalTexts['codes']], ...new Set(fields)].join(' ');
}

/** What is wrong with each field, by its path, in the reader's language where there are words for it. */
export function useFieldWords(error: unknown): Record<string, string> {
  const { refusals } = useTexts();
  return error instanceof ApiError ? fieldWords(error, refusals) : {};
}

function fieldWords({ fields, reasons }: ApiError, texts: RefusalTexts): Record<string, string> {
  const words: Record<string, string> = texts.reasons;
  return Object.fromEntries(
    Object.entries(fields).map(([path, message]) => [path, words[reasons[path] ?? ''] ?? message]),
  );
}
