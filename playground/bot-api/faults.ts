import { ApiError } from './api-error.js';

/**
 * Something that is to go wrong. `drop-before` cuts the connection before anything happened,
 * `drop-after` cuts it after the call was applied (the outcome is unclear to the bot).
 */
export interface Fault {
  botUsername?: string | undefined;
  token?: string | undefined;
  method?: string | undefined;
  chatId?: string | number | undefined;
  /** How many calls it hits (1). */
  times?: number | undefined;
  kind: 'error' | 'drop-before' | 'drop-after' | 'delay';
  error?: { code: number; description: string; retry_after?: number | undefined } | undefined;
  /** Milliseconds; for `delay`. */
  delayMs?: number | undefined;
}

interface Call {
  botUsername: string | null;
  token: string;
  method: string;
  chatId: string | null;
}

/** The faults that are waiting for their calls. */
export class Faults {
  #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  list(): Fault[] {
    return this.#faults.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** Returns the oldest fault that fits the call and uses one of its times up. */
  take(call: Call): Fault | undefined {
    const index = this.#faults.findIndex(({ fault }) => fits(fault, call));
    const entry = this.#faults[index];
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#faults.splice(index, 1);
    return entry.fault;
  }
}

/** Returns the error a fault of kind `error` answers with. */
export function faultError({ error }: Fault): ApiError {
  const { code, description, retry_after } = error ?? { code: 500, description: 'Internal Server Error' };
  return new ApiError(code, description, retry_after === undefined ? undefined : { retry_after });
}

function fits(fault: Fault, call: Call): boolean {
  return (
    (fault.botUsername === undefined || fault.botUsername === call.botUsername) &&
    (fault.token === undefined || fault.token === call.token) &&
    (fault.method === undefined || fault.method.toLowerCase() === call.method.toLowerCase()) &&
    (fault.chatId === undefined || String(fault.chatId) === call.chatId)
  );
}
