import { customerSends } from './customer-sends.js';
import type { CustomerSends } from './customer-sends.js';
import {
  customerChangesNumber,
  customerDeletes,
  customerEdits,
  customerPresses,
  customerReads,
  ownerWrites,
  setStatus,
} from './customer-acts.js';
import type {
  CustomerChangesNumber,
  CustomerDeletes,
  CustomerEdits,
  CustomerPresses,
  CustomerReads,
  Ground,
  OwnerWrites,
  SetStatus,
} from './customer-acts.js';

/** What people do; each throws ActionError (can't be done) or a ZodError (asked wrongly). */
export interface Customers {
  /** A text, a file, a place, contacts, a reaction, or whatever else. Returns the id of the message. */
  customerSends(sends: CustomerSends): { id: string };
  /** A button or a row of a list. */
  customerPresses(presses: CustomerPresses): { id: string };
  /** Everything so far, or up to a message. */
  customerReads(reads: CustomerReads): void;
  customerEdits(edits: CustomerEdits): { id: string };
  customerDeletes(deletes: CustomerDeletes): { id: string };
  customerChangesNumber(changes: CustomerChangesNumber): { id: string };
  /** The business's owner, from the phone. */
  ownerWrites(writes: OwnerWrites): { id: string };
  /** How far a message of the business has come. */
  setStatus(status: SetStatus): void;
}

/** Binds what people do to one world. */
export function bindCustomers(ground: Ground): Customers {
  return {
    customerSends: (given) => customerSends(ground, given),
    customerPresses: (given) => customerPresses(ground, given),
    customerReads: (given) => customerReads(ground, given),
    customerEdits: (given) => customerEdits(ground, given),
    customerDeletes: (given) => customerDeletes(ground, given),
    customerChangesNumber: (given) => customerChangesNumber(ground, given),
    ownerWrites: (given) => ownerWrites(ground, given),
    setStatus: (given) => setStatus(ground, given),
  };
}
