import { timeoutSettingsSchema } from '../../handovers/due-times.js';
import type { TimeoutSettings } from '../../handovers/due-times.js';

/** Settings of which one is wrong because of another. @returns the field to change, and what is wrong with it */
export function contradictions(
  settings: TimeoutSettings & { debounce_ms: number; debounce_max_ms: number },
): { path: string; message: string }[] {
  const timeouts = timeoutSettingsSchema.safeParse(settings);
  const found = (timeouts.error?.issues ?? []).map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  if (settings.debounce_max_ms < settings.debounce_ms)
    found.push({ path: 'debounce_max_ms', message: 'must not be less than debounce_ms' });
  return found;
}
