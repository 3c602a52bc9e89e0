import { FaultLine } from '../fault-line.js';
import { GraphError } from './graph-error.js';

/** What is asked of the Graph API, by the names the journal and the faults use. */
export type Operation =
  | 'sendMessage'
  | 'markRead'
  | 'uploadMedia'
  | 'getMedia'
  | 'deleteMedia'
  | 'downloadMedia'
  | 'getNumber'
  | 'listNumbers'
  | 'subscribedApps'
  | 'listTemplates'
  | 'debugToken'
  | 'unknown';

/**
 * Something that is to go wrong. `drop-before` cuts the connection before anything happened, `drop-after` cuts it after
 * the call was done (whoever called can't know); `delay` begins the call later, `late-answer` does it at once and answers
 * later, so that what follows from it may be told before.
 */
export interface Fault {
  phone_number_id?: string | undefined;
  operation?: Operation | undefined;
  /** The number of a person, as in `to`. */
  to?: string | undefined;
  /** How many calls it hits (1). */
  times?: number | undefined;
  kind: 'error' | 'drop-before' | 'drop-after' | 'delay' | 'late-answer';
  /** One of Meta's codes; its usual HTTP status and title come by themselves. */
  error?: { code: number; status?: number; error_subcode?: number; details?: string } | undefined;
  /** Milliseconds (1000); for `delay` and `late-answer`. */
  delayMs?: number | undefined;
}

/** What a fault is compared with. */
export interface FaultedCall {
  phone_number_id: string | null;
  operation: Operation;
  to: string | null;
}

/** The faults that are waiting for their calls. */
export class Faults extends FaultLine<Fault, FaultedCall> {
  constructor() {
    super(fits);
  }
}

/** Returns the error a fault of kind `error` answers with. */
export function faultError({ error }: Fault): GraphError {
  const { code, ...options } = error ?? { code: 131000 };
  return new GraphError(code, options);
}

function fits(fault: Fault, call: FaultedCall): boolean {
  return (
    (fault.phone_number_id === undefined || fault.phone_number_id === call.phone_number_id) &&
    (fault.operation === undefined || fault.operation === call.operation) &&
    (fault.to === undefined || fault.to === call.to)
  );
}
