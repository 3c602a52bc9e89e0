import type { Stars } from '../handovers/stars.js';
import type { HandoverId } from '../shared/ids.js';

/** A button under a message to a user; what it looks like there is the channel's business. */
export type MessageButton =
  /** Asks for a person. */
  | {
      action: 'human';
      label: string;
      /** What is said instead where there are no buttons. */
      in_words?: string;
    }
  /** Rates how a request was dealt with. */
  | { action: 'rate'; label: string; handover_id: HandoverId; stars: Stars };
