const KEPT = 5_000;

interface Kept {
  /** Counts up from 1. */
  n: number;
}

/** What was asked of a local messenger, the last few thousand calls of it. */
export class CallJournal<Entry extends Kept, Filter> {
  #entries: Entry[] = [];
  #count = 0;
  readonly #waiting = new Set<(entry: Entry) => void>();

  /**
   * @param matches whether an entry is one of those a filter asks for
   * @param inWords an entry in a word or two, for errors
   */
  constructor(
    private readonly matches: (entry: Entry, filter: Filter) => boolean,
    private readonly inWords: (entry: Entry) => string,
  ) {}

  add(entry: Omit<Entry, 'n'>): void {
    const numbered = { n: ++this.#count, ...entry } as Entry;
    this.#entries.push(numbered);
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
    for (const notice of this.#waiting) notice(numbered);
  }

  /** The number of the newest entry: what `after` takes. */
  get last(): number {
    return this.#count;
  }

  /** Returns matching entries, oldest first. */
  list(filter: Filter = {} as Filter): Entry[] {
    return this.#entries.filter((entry) => this.matches(entry, filter));
  }

  /**
   * Resolves with the first entry that matches, already there or still to come.
   * Rejects after `timeoutMs` (5000) with an Error that tells what was there instead.
   */
  async waitFor(filter: Filter, timeoutMs = 5_000): Promise<Entry> {
    const found = this.list(filter)[0];
    if (found) return found;
    return new Promise((resolve, reject) => {
      const notice = (entry: Entry): void => {
        if (!this.matches(entry, filter)) return;
        done();
        resolve(entry);
      };
      const timer = setTimeout(() => {
        done();
        const last = this.#entries.slice(-5).map((entry) => this.inWords(entry));
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
