import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { addressOf } from './request.js';
import type { LiveTopic } from '../../../src/live/read-stamps.js';

/** What is to be read anew when something of a topic has changed: the first words of the queries' keys. */
const shownOf: Record<LiveTopic, readonly string[]> = {
  handovers: ['handovers', 'handover', 'overview', 'conversations', 'transcript'],
  conversations: ['conversations', 'transcript', 'handovers', 'handover'],
  channels: ['channels', 'channel', 'whatsapp-link', 'setup'],
  settings: ['audit', 'setup', 'managers', 'handovers', 'handover'],
};
/**
 * What stands in a form is not read anew under the hands of whoever writes: what somebody else saved is told when it is
 * saved over.
 */
const laterOf: Partial<Record<LiveTopic, readonly string[]>> = {
  settings: [
    'settings',
    'prompts',
    'versions',
    'intents',
    'texts',
    'text',
    'notices',
    'channels',
    'members',
    'tokens',
  ],
};
const topics = Object.keys(shownOf) as LiveTopic[];

/** A line that was cut for a moment is no news. */
const signAfterMs = 3_000;
const tryAgainMs = 5_000;
/** A tab nobody looks at gives its line back. */
const hiddenForMs = 30_000;

/**
 * Keeps what the page shows of a client as it is, while it is open.
 *
 * @returns whether the line is down, so that what is shown may be old
 */
export function useLive(client_id: string | undefined): boolean {
  const queries = useQueryClient();
  const [isDown, setIsDown] = useState(false);
  useEffect(() => {
    if (client_id === undefined) return undefined;
    const line = new Line(client_id, { queries, say: setIsDown });
    return () => line.close();
  }, [client_id, queries]);
  return isDown;
}

class Line {
  #source: EventSource | null = null;
  #timers: { sign?: number; again?: number; hidden?: number } = {};
  readonly #client_id: string;
  readonly #parts: { queries: QueryClient; say: (isDown: boolean) => void };
  readonly #onVisible = (): void => this.#look();

  constructor(client_id: string, parts: { queries: QueryClient; say: (isDown: boolean) => void }) {
    this.#client_id = client_id;
    this.#parts = parts;
    document.addEventListener('visibilitychange', this.#onVisible);
    this.#open();
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
    for (const timer of Object.values(this.#timers)) window.clearTimeout(timer);
    this.#source?.close();
    this.#parts.say(false);
  }

  #look(): void {
    window.clearTimeout(this.#timers.hidden);
    if (document.visibilityState === 'visible') {
      if (!this.#source) this.#open();
      return;
    }
    this.#timers.hidden = window.setTimeout(() => {
      this.#source?.close();
      this.#source = null;
    }, hiddenForMs);
  }

  #open(): void {
    window.clearTimeout(this.#timers.again);
    this.#source?.close();
    const source = new EventSource(
      addressOf('/api/clients/{client_id}/events', { path: { client_id: this.#client_id } }),
    );
    this.#source = source;
    // What happened before the line stood is not told: everything is read anew.
    source.addEventListener('ready', () => {
      window.clearTimeout(this.#timers.sign);
      this.#timers.sign = undefined;
      this.#parts.say(false);
      this.#renew(topics);
    });
    source.addEventListener('changed', ({ data }: MessageEvent<string>) =>
      this.#renew((JSON.parse(data) as { topics: LiveTopic[] }).topics),
    );
    source.addEventListener('error', () => this.#cut(source));
  }

  /** The browser tries again by itself, but not after an answer that is no stream: a session that ended, a restart. */
  #cut(source: EventSource): void {
    this.#timers.sign ??= window.setTimeout(() => this.#parts.say(true), signAfterMs);
    if (source.readyState !== EventSource.CLOSED || source !== this.#source) return;
    void this.#parts.queries.invalidateQueries({ queryKey: ['me'] });
    window.clearTimeout(this.#timers.again);
    this.#timers.again = window.setTimeout(() => this.#open(), tryAgainMs);
  }

  #renew(changed: readonly LiveTopic[]): void {
    const isOf = (words: readonly string[], key: readonly unknown[]): boolean =>
      words.includes(String(key[0])) && (key.length < 2 || key[1] === this.#client_id);
    const now = changed.flatMap((topic) => shownOf[topic]);
    const later = changed.flatMap((topic) => laterOf[topic] ?? []);
    const { queries } = this.#parts;
    void queries.invalidateQueries({ predicate: ({ queryKey }) => isOf(now, queryKey) });
    void queries.invalidateQueries({
      predicate: ({ queryKey }) => isOf(later, queryKey) && !isOf(now, queryKey),
      refetchType: 'none',
    });
  }
}
