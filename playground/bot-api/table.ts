type NoteChange = (table: string, key: string) => void;

/**
 * A keyed collection in insertion order that reports each change, so that it can be written down.
 * Keys of the form `group:rest` can be listed by their group.
 */
export class Table<Row> {
  readonly #rows = new Map<string, Row>();
  readonly #groups = new Map<string, Set<string>>();
  readonly #noteChange: NoteChange;

  constructor(
    readonly name: string,
    noteChange: NoteChange,
  ) {
    this.#noteChange = noteChange;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key);
  }

  /** Stores a row, or writes down that a stored one was changed in place. */
  set(key: string, row: Row): Row {
    this.restore(key, row);
    this.#noteChange(this.name, key);
    return row;
  }

  delete(key: string): void {
    if (!this.#rows.has(key)) return;
    this.restore(key, null);
    this.#noteChange(this.name, key);
  }

  /** Puts a row (or its absence: null) back without reporting a change. */
  restore(key: string, row: Row | null): void {
    const group = groupOf(key);
    if (row === null) {
      this.#rows.delete(key);
      const keys = this.#groups.get(group);
      keys?.delete(key);
      if (keys?.size === 0) this.#groups.delete(group);
      return;
    }
    this.#rows.set(key, row);
    const keys = this.#groups.get(group) ?? new Set<string>();
    keys.add(key);
    this.#groups.set(group, keys);
  }

  values(): Row[] {
    return [...this.#rows.values()];
  }

  entries(): IterableIterator<[string, Row]> {
    return this.#rows.entries();
  }

  sizeOf(group: string | number): number {
    return this.#groups.get(String(group))?.size ?? 0;
  }

  /** Returns the rows of one group, oldest first. */
  *of(group: string | number): Generator<Row> {
    for (const key of this.#groups.get(String(group)) ?? []) {
      const row = this.#rows.get(key);
      if (row !== undefined) yield row;
    }
  }

  /** Removes the oldest rows of a group until at most `keep` are left; returns what was removed. */
  trim(group: string | number, keep: number): Row[] {
    const removed: Row[] = [];
    const keys = this.#groups.get(String(group));
    if (!keys) return removed;
    for (const key of keys) {
      if (keys.size <= keep) break;
      const row = this.#rows.get(key);
      if (row !== undefined) removed.push(row);
      this.delete(key);
    }
    return removed;
  }
}

function groupOf(key: string): string {
  const colon = key.indexOf(':');
  return colon < 0 ? '' : key.slice(0, colon);
}
