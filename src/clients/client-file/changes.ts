import type { ClientState } from './client-state.js';
import { fingerprint } from '../../shared/fingerprint.js';

/** One difference between what is and what the file wants. */
export type Change = {
  /** `settings.reminder_timeout_1`, `intents.opening_hours` */
  path: string;
  kind: 'add' | 'change' | 'remove';
  /** In words for the screen; a secret shows only that it is one. */
  before: string | null;
  after: string | null;
  /** Somebody changed it by other means since the file was last applied, and this would undo that. */
  changed_elsewhere: boolean;
};

/** Path -> fingerprint of the value, as the last apply left it. */
export type AppliedMark = Record<string, string>;

const secrets = /^(settings\.telegram_bot_token|integrations\.)/;

/** @returns the differences in the order of the file's own sections. */
export function changesBetween(current: ClientState, wanted: ClientState, applied: AppliedMark): Change[] {
  const before = flat(current);
  const after = flat(wanted);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path): Change[] => {
    const [was, will] = [before.get(path) ?? null, after.get(path) ?? null];
    if (was === will) return [];
    const mark = applied[path];
    return [
      {
        path,
        kind: was === null ? 'add' : will === null ? 'remove' : 'change',
        before: shown(path, was),
        after: shown(path, will),
        changed_elsewhere: mark !== undefined && mark !== fingerprint(was),
      },
    ];
  });
}

/** What to remember of a state, to see later what others have changed. */
export function markOf(state: ClientState): AppliedMark {
  return Object.fromEntries([...flat(state)].map(([path, value]) => [path, fingerprint(value)]));
}

function flat(state: ClientState): Map<string, string> {
  const entries = Object.entries(state).flatMap(([section, fields]) =>
    Object.entries(fields as Record<string, unknown>)
      .filter(([, value]) => value !== null)
      .map(([name, value]): [string, string] => [`${section}.${name}`, words(value)]),
  );
  return new Map(entries);
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : stableJson(value);
}

/** JSON with sorted keys: jsonb gives keys back in an order of its own. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

function shown(path: string, value: string | null): string | null {
  if (value === null) return null;
  if (secrets.test(path)) return 'a sealed secret';
  const line = value.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}
