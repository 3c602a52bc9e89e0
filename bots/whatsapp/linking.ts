import { noteNotLinked, noteUnlinked } from '../../src/integrations/whatsapp-link-state.js';
import { forgetSessionKeys } from '../../src/integrations/whatsapp-session.js';
import type { HeldPhone } from '../../src/integrations/whatsapp-session.js';
import { msOfSeconds, wait } from '../../src/shared/durations.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { AuthState } from './auth-state.js';
import type { WhatsAppContext } from './context.js';
import type { SocketHooks } from './converse.js';
import type { LinkStep } from './link-step.js';
import { pairingHooks } from './pairing.js';
import type { Kept } from './pairing.js';

/** The connection a phone is linked and logged out over. */
export type Line = {
  tools: WhatsAppContext['tools'];
  sealedBox: SealedBox;
  phone: HeldPhone;
  /** The session as it is kept; null when the lease is somebody else's. */
  auth: () => Promise<AuthState | null>;
  /** One socket from its opening to its end, or until `changed` or `stopping` ends it. */
  converse: (auth: AuthState, hooks: SocketHooks) => Promise<number | null>;
  /** Somebody wants something else of the phone. */
  changed: AbortController;
  /** The connection is to end. */
  stopping: AbortSignal;
  /** Told when a phone has agreed, and when what follows from that is done. */
  onAgreed: (isAgreed: boolean) => void;
};

const offeredAgainMs = msOfSeconds(1);
const logOutMs = msOfSeconds(25);

/** Begins anew each time: WhatsApp's offers run out before a person's three minutes do. */
export async function linkPhone(
  line: Line,
  { until, ...asked }: Extract<LinkStep, { do: 'pair' }>,
): Promise<void> {
  const { tools, sealedBox, changed } = line;
  const { phone: number, method, asked_at } = asked;
  const auth = await line.auth();
  if (!auth || auth.isLinked) return;
  const offer = { tools, sealedBox, phone: line.phone, auth, method, asked_at, until, number };
  let kept: Kept | null = null;
  let isAgreed = false;
  const onPaired = (known: Kept | null): void => {
    isAgreed = true;
    kept = known;
    line.onAgreed(true);
  };
  const left = until.getTime() - tools.clock.now().getTime();
  const expiry = setTimeout(() => isAgreed || changed.abort(), left);
  try {
    await line.converse(auth, pairingHooks({ ...offer, onPaired }));
    if (kept === 'taken') await sendAway(line, auth, asked_at);
    // Without a phone WhatsApp ends it when its offers have run out: it is asked for new ones, but not in a hurry.
    if (!kept) await wait(offeredAgainMs, changed.signal);
  } finally {
    clearTimeout(expiry);
    line.onAgreed(false);
  }
}

/** Whether WhatsApp hears of it or not, nothing is left here afterwards: the owner can remove the device on the phone. */
export async function unlinkPhone(line: Line): Promise<void> {
  const auth = await line.auth();
  if (auth?.isLinked) await takeOff(line, auth);
  if (!line.stopping.aborted) await noteUnlinked(line.tools, line.phone);
}

/** The phone shows a linked device that may not be kept: it is taken off again. */
async function sendAway(line: Line, auth: AuthState, asked_at: Date): Promise<void> {
  await takeOff(line, auth);
  await forgetSessionKeys(line.tools.db, line.phone);
  await noteNotLinked(line.tools, line.phone, { problem: 'number_taken', asked_at });
}

/** Tells WhatsApp that the device is no more. */
async function takeOff({ changed, converse }: Line, auth: AuthState): Promise<void> {
  const tooLate = setTimeout(() => changed.abort(), logOutMs);
  await converse(auth, { onOpen: (socket) => socket.logout() }).catch(() => null);
  clearTimeout(tooLate);
}
