import { useEffect, useRef, useState } from 'react';
import { tryText } from '../../api/prompts.js';
import type { Line, PastPlace, TrialLine } from '../../api/prompts.js';

/** A question of a trial: typed, or asked in a past conversation. */
export type TrialQuestion = {
  key: string;
  question: string;
  /** What was said to it then. */
  said: string | null;
  place: PastPlace | null;
};

/** A question with what came of it; null while it was not answered. */
export type TrialRow = TrialQuestion & { result: TrialLine | null };

/** A trial as it goes: what is asked, what came of it so far. */
export type TrialRun = {
  /** The text that was tried, which may have been changed since. */
  text: string;
  rows: TrialRow[];
  state: 'running' | 'done' | 'cancelled' | 'failed';
  error: unknown;
};

/** So many questions are asked at once. */
const atOnce = 2;

/**
 * Asks question by question, so that answers are seen as they come and the rest can be called off.
 *
 * @param client_id with whose intents and knowledge; a trial ends when it is another's turn
 */
export function useTrial(line: Line, client_id: string) {
  const [run, setRun] = useState<TrialRun | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(
    () => () => {
      running.current?.abort();
      setRun(null);
    },
    [client_id],
  );

  const change = (changed: (run: TrialRun) => TrialRun): void => setRun((now) => now && changed(now));
  const start = async (text: string, questions: readonly TrialQuestion[]): Promise<void> => {
    running.current?.abort();
    const gone = (running.current = new AbortController());
    const rows = questions.map((one) => ({ ...one, result: null }));
    setRun({ text, rows, state: 'running', error: null });
    const waiting = [...questions];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !gone.signal.aborted; next = waiting.shift()) {
        const { key, place, question } = next;
        const asked = { text, question: place ?? question, client_id, signal: gone.signal };
        const result = await tryText(line, asked);
        if (result && !gone.signal.aborted)
          change((now) => ({ ...now, rows: withResult(now.rows, key, result) }));
      }
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, lane));
      if (!gone.signal.aborted) change((now) => ({ ...now, state: 'done' }));
    } catch (error) {
      if (gone.signal.aborted) return;
      gone.abort();
      change((now) => ({ ...now, state: 'failed', error }));
    }
  };
  const cancel = (): void => {
    running.current?.abort();
    change((now) => ({ ...now, state: 'cancelled' }));
  };
  return { run, start, cancel };
}

function withResult(rows: readonly TrialRow[], key: string, result: TrialLine): TrialRow[] {
  return rows.map((row) => (row.key === key ? { ...row, result } : row));
}
