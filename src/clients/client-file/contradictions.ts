import { timeoutSettingsSchema } from '../../handovers/due-times.js';
import type { TimeoutSettings } from '../../handovers/due-times.js';
import type { FieldProblem } from '../../shared/field-problem.js';
import { problemsByPath } from '../../shared/refused-edit.js';

/** Settings of which one is wrong because of another. @returns the field to change -> what is wrong with it */
export function contradictions(
  settings: TimeoutSettings & { debounce_ms: number; debounce_max_ms: number },
): Record<string, FieldProblem> {
  const timeouts = timeoutSettingsSchema.safeParse(settings);
  const found = problemsByPath(timeouts.error?.issues ?? []);
  if (settings.debounce_max_ms < settings.debounce_ms)
    found['debounce_max_ms'] = {
      reason: 'debounce_too_short',
      message: 'must not be less than debounce_ms',
    };
  return found;
}
