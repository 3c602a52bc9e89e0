import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Table } from './table.js';

const COMPACT_AFTER_BYTES = 8_000_000;

/** Tables whose changes are collected. */
export interface LoggedState {
  readonly tables: readonly Table<unknown>[];
  collectChanges(): void;
  /** Returns the changed keys by table since the last call, and forgets them. */
  takeChanges(): Map<string, Set<string>>;
}

/**
 * Keeps the state in a file and survives `kill -9` without ever giving an id twice: what an
 * operation changed is appended to `<file>.log` before the operation is answered (one write to the
 * page cache, which outlives the process), so nothing a bot was told can be forgotten. From time to
 * time, and on close, the whole state is written to a new file that replaces the old one in one
 * step, and the log starts empty. A record holds a whole row, so replaying a log over a snapshot
 * that already contains it changes nothing.
 */
export class StateLog {
  readonly #file: string;
  readonly #state: LoggedState;
  #log: number;
  #logBytes = 0;
  #closed = false;

  /** Reads the state found at `file`, if any. Throws an Error naming the file when it is damaged. */
  constructor(file: string, state: LoggedState) {
    this.#file = file;
    this.#state = state;
    mkdirSync(dirname(file), { recursive: true });
    this.#read(file, false);
    this.#read(`${file}.log`, true);
    state.collectChanges();
    this.#log = openSync(`${file}.log`, 'a', 0o600);
    this.#compact();
  }

  /** Appends what changed since the last call. */
  flush(): void {
    if (this.#closed) return;
    let lines = '';
    for (const [name, keys] of this.#state.takeChanges()) {
      const table = this.#state.tables.find((candidate) => candidate.name === name);
      for (const key of keys) lines += record(name, key, table?.get(key) ?? null);
    }
    if (lines === '') return;
    writeAll(this.#log, lines);
    this.#logBytes += lines.length;
    if (this.#logBytes > COMPACT_AFTER_BYTES) this.#compact();
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#compact();
    this.#closed = true;
    closeSync(this.#log);
  }

  #compact(): void {
    const temporary = `${this.#file}.new`;
    const target = openSync(temporary, 'w', 0o600);
    for (const table of this.#state.tables) {
      let lines = '';
      for (const [key, row] of table.entries()) lines += record(table.name, key, row);
      writeAll(target, lines);
    }
    fsyncSync(target);
    closeSync(target);
    renameSync(temporary, this.#file);
    closeSync(this.#log);
    this.#log = openSync(`${this.#file}.log`, 'w', 0o600);
    this.#logBytes = 0;
  }

  #read(file: string, mayEndTorn: boolean): void {
    const lines = readIfThere(file).split('\n');
    const torn = lines.pop();
    if (torn && !mayEndTorn) throw damaged(file, lines.length + 1);
    for (const [index, line] of lines.entries()) {
      try {
        const [name, key, row] = JSON.parse(line) as [string, string, unknown];
        this.#state.tables.find((table) => table.name === name)?.restore(key, row);
      } catch {
        throw damaged(file, index + 1);
      }
    }
  }
}

function record(table: string, key: string, row: unknown): string {
  return `${JSON.stringify([table, key, row])}\n`;
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written);
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function damaged(file: string, line: number): Error {
  return new Error(
    `The playground's state is damaged at ${file}:${line}. Delete ${file} and ${file}.log to start with an empty one.`,
  );
}
