type OfClient = { client_id: string; conversation_id: string };

type Share<Payload> = { underWay: number; waiting: Map<string, Payload> };

/** What is over this the sweep finds again. */
const mostWaiting = 1_000;

/**
 * Lets each client have so many pieces of work under way at once in this process, so that one whose users flood it, or whose
 * model hangs, leaves room for the others. A bell that comes on top gives its place back at once; it is rung again when a
 * piece of the same client's work ends.
 *
 * @param ringAgain must not throw; a ring that is lost is found by the sweep
 */
export function sharedFairly<Payload extends OfClient>(
  work: (payload: Payload) => Promise<void>,
  { atMost, ringAgain }: { atMost: number; ringAgain: (payload: Payload) => void },
): (payload: Payload) => Promise<void> {
  const shares = new Map<string, Share<Payload>>();
  return async (payload) => {
    const { client_id, conversation_id } = payload;
    const share = shares.get(client_id) ?? { underWay: 0, waiting: new Map<string, Payload>() };
    shares.set(client_id, share);
    if (share.underWay >= atMost) {
      if (share.waiting.size < mostWaiting) share.waiting.set(conversation_id, payload);
      return;
    }
    share.underWay += 1;
    try {
      await work(payload);
    } finally {
      share.underWay -= 1;
      const [next] = share.waiting.values();
      if (next) {
        share.waiting.delete(next.conversation_id);
        ringAgain(next);
      }
      if (share.underWay === 0 && share.waiting.size === 0) shares.delete(client_id);
    }
  };
}
