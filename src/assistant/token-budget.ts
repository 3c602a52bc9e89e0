import type { CallRecord } from './record-call.js';
import { sayBudget } from './say-budget.js';
import { recordCall } from './record-call.js';
import { offsetStretchAt } from '../clients/zone-offsets.js';
import { monotonicMs } from '../shared/clock.js';
import { prepared, sql } from '../shared/database.js';
import { msOfSeconds } from '../shared/durations.js';
import type { ClientId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/** What a client's calls of one day may come to, and have come to. */
export type Budget = {
  /** The day in the client's own time zone: `2026-11-23`. */
  day: string;
  /** Tokens in and out together; 0 = no limit. */
  daily_token_limit: number;
  tokens: number;
  /** The limits at which the managers have been told that 80 %, and that all of it is used. */
  warned_limit: number | null;
  spent_limit: number | null;
};

type BudgetTools = Pick<Tools, 'db' | 'clock' | 'logger' | 'bell'>;
type Kept = Budget & { timezone: string; readAtMs: number };

/** So long another process's calls, and a changed limit, may go unnoticed. */
const keptForMs = msOfSeconds(2);
/** Of more clients than these, those asked for longest ago are read anew. */
const mostClients = 500;

/**
 * Counts what each client's calls use up in a day. Turns under way when the limit is reached are let finish, and other
 * processes may begin one for two seconds more: the limit may be passed by that much.
 */
export class TokenBudgets {
  readonly #tools: BudgetTools;
  readonly #kept = new Map<ClientId, Kept>();

  constructor(tools: BudgetTools) {
    this.#tools = tools;
  }

  /** Whether a turn may still use the model for the client today. Reads one row by its key, every two seconds at most. */
  async allows(client_id: ClientId): Promise<boolean> {
    const budget = await this.#budgetOf(client_id);
    await this.#say(client_id, budget);
    return !isSpent(budget);
  }

  /** Writes a call down and counts it, and tells the managers when the limit comes near or is reached. */
  async record(client_id: ClientId, call: CallRecord): Promise<void> {
    const budget = await this.#budgetOf(client_id);
    budget.tokens = await recordCall(this.#tools.db, { client_id, day: budget.day }, call);
    await this.#say(client_id, budget);
  }

  async #budgetOf(client_id: ClientId): Promise<Kept> {
    const kept = this.#kept.get(client_id);
    const now = this.#tools.clock.now();
    if (kept && monotonicMs() - kept.readAtMs < keptForMs && kept.day === dayIn(kept.timezone, now))
      return kept;
    const fresh = await this.#read(client_id, now);
    // Put back at the end: the first one in the map is the one that was read longest ago.
    this.#kept.delete(client_id);
    this.#kept.set(client_id, fresh);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > mostClients && oldest !== undefined) this.#kept.delete(oldest);
    return fresh;
  }

  async #read(client_id: ClientId, now: Date): Promise<Kept> {
    const { db } = this.#tools;
    const settings = await db.one<{ timezone: string; daily_token_limit: number }>(
      prepared(
        'token-limit',
        sql`SELECT c.timezone, s.daily_token_limit FROM clients c JOIN client_settings s ON s.client_id = c.id
            WHERE c.id = ${client_id}`,
      ),
    );
    const day = dayIn(settings.timezone, now);
    const used = await db.maybeOne<Pick<Budget, 'tokens' | 'warned_limit' | 'spent_limit'>>(
      prepared(
        'tokens-of-day',
        sql`SELECT tokens_in + tokens_out AS tokens, warned_limit, spent_limit FROM llm_usage
            WHERE client_id = ${client_id} AND day = ${day}::date`,
      ),
    );
    const unused = { tokens: 0, warned_limit: null, spent_limit: null };
    return { ...settings, day, ...(used ?? unused), readAtMs: monotonicMs() };
  }

  /** Once for each limit and day, whichever process comes first. */
  async #say(client_id: ClientId, budget: Budget): Promise<void> {
    const { daily_token_limit } = budget;
    const what = isSpent(budget) ? 'spent' : isNearlySpent(budget) ? 'warned' : null;
    if (what === null || budget[`${what}_limit`] === daily_token_limit) return;
    await sayBudget(this.#tools, { client_id, what, budget });
    budget[`${what}_limit`] = daily_token_limit;
  }
}

const warnedFrom = 0.8;

function isSpent({ daily_token_limit, tokens }: Budget): boolean {
  return daily_token_limit > 0 && tokens >= daily_token_limit;
}

function isNearlySpent({ daily_token_limit, tokens }: Budget): boolean {
  return daily_token_limit > 0 && tokens >= daily_token_limit * warnedFrom;
}

function dayIn(timezone: string, now: Date): string {
  const at = now.getTime();
  return new Date(at + offsetStretchAt(timezone, at).offset).toISOString().slice(0, 10);
}
