import { CallJournal } from '../call-journal.js';
import type { Operation } from './faults.js';

/** One request: what was asked (without the bytes of files) and how it was answered. */
export interface JournalEntry {
  /** Counts up from 1. */
  n: number;
  /** Milliseconds since 1970. */
  at: number;
  phone_number_id: string | null;
  operation: Operation;
  /** Whom it was for. */
  to: string | null;
  body: Record<string, unknown>;
  /** The HTTP status; 0 when the connection was cut. */
  status: number;
  ok: boolean;
  /** Meta's code, when it was refused with one. */
  code: number | null;
  error: string | null;
}

export interface JournalFilter {
  phone_number_id?: string | undefined;
  operation?: Operation | undefined;
  to?: string | undefined;
  ok?: boolean | undefined;
  code?: number | undefined;
  /** Only entries after this number. */
  after?: number | undefined;
  where?: ((entry: JournalEntry) => boolean) | undefined;
}

/** The requests of everybody, the last few thousand of them. */
export class Journal extends CallJournal<JournalEntry, JournalFilter> {
  constructor() {
    super(matches, ({ operation, to, status }) => `${operation} ${to ?? ''} ${status}`);
  }
}

function matches(entry: JournalEntry, filter: JournalFilter): boolean {
  const { phone_number_id, operation, to, ok, code, after, where } = filter;
  return (
    (phone_number_id === undefined || entry.phone_number_id === phone_number_id) &&
    (operation === undefined || entry.operation === operation) &&
    (to === undefined || entry.to === to) &&
    (ok === undefined || entry.ok === ok) &&
    (code === undefined || entry.code === code) &&
    (after === undefined || entry.n > after) &&
    (where === undefined || where(entry))
  );
}
