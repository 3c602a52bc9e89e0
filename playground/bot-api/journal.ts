import { CallJournal } from '../call-journal.js';

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
export class Journal extends CallJournal<JournalEntry, JournalFilter> {
  constructor() {
    super(matches, ({ method, chatId }) => `${method} ${chatId ?? ''}`);
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
