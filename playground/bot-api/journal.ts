const KEPT = 5_000;

/** One call of a bot: what it asked (without file contents) and how it was answered. */
export interface JournalEntry {
  /** Counts up from 1. */
  n: number;
  /** Milliseconds since 1970. */
  at: number;
  botUsername: string | null;
  method: string;
  chatId: string | null;
  payload: Record<string, unknown>;
  ok: boolean;
  error: string | null;
}

export interface JournalFilter {
  botUsername?: string | undefined;
  method?: string | undefined;
  chatId?: string | number | undefined;
  ok?: boolean | undefined;
  /** Only entries after this number. */
  after?: number | undefined;
  where?: ((entry: JournalEntry) => boolean) | undefined;
}

/** The calls of all bots, the last few thousand of them. */
export class Journal {
  #entries: JournalEntry[] = [];
  #count = 0;
  readonly #waiting = new Set<(entry: JournalEntry) => void>();

  add(entry: Omit<JournalEntry, 'n'>): void {
    const numbered = { n: ++this.#count, ...entry };
    this.#entries.push(numbered);
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
    for (const notice of this.#waiting) notice(numbered);
  }

  /** The number of the newest entry: what `after` takes. */
  get last(): number {
    return this.#count;
  }

  /** Returns matching entries, oldest first. */
  list(filter: JournalFilter = {}): JournalEntry[] {
    return this.#entries.filter((entry) => matches(entry, filter));
  }

  /**
   * Resolves with the first entry that matches, already there or still to come.
   * Rejects after `timeoutMs` (5000) with an Error that tells what was there instead.
   */
  async waitFor(filter: JournalFilter, timeoutMs = 5_000): Promise<JournalEntry> {
    const found = this.list(filter)[0];
    if (found) return found;
    return new Promise((resolve, reject) => {
      const notice = (entry: JournalEntry): void => {
        if (!matches(entry, filter)) return;
        done();
        resolve(entry);
      };
      const timer = setTimeout(() => {
        done();
        const last = this.#entries.slice(-5).map((entry) => `${entry.method} ${entry.chatId ?? ''}`);
        reject(new Error(`No such call within ${timeoutMs} ms; the last ones: ${last.join(', ') || 'none'}`));
      }, timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(notice);
      };
      this.#waiting.add(notice);
    });
  }
}

function matches(entry: JournalEntry, filter: JournalFilter): boolean {
  const { botUsername, method, chatId, ok, after, where } = filter;
  return (
    (botUsername === undefined || entry.botUsername === botUsername) &&
    (method === undefined || entry.method === method) &&
    (chatId === undefined || entry.chatId === String(chatId)) &&
    (ok === undefined || entry.ok === ok) &&
    (after === undefined || entry.n > after) &&
    (where === undefined || where(entry))
  );
}
