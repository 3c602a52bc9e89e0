import { FaultLine } from '../fault-line.js';
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
export class Faults extends FaultLine<Fault, Call> {
  constructor() {
    super(fits);
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
