import { notePaired, noteShown } from '../../src/integrations/whatsapp-link-state.js';
import type { LinkMethod } from '../../src/integrations/whatsapp-link-row.js';
import type { HeldPhone } from '../../src/integrations/whatsapp-session.js';
import { plusMs, msOfSeconds } from '../../src/shared/durations.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { AuthState } from './auth-state.js';
import type { WhatsAppContext } from './context.js';
import type { SocketHooks } from './converse.js';
import { identitiesOf, personJid } from './ids.js';

/** `taken`: another connection has the number. `lost`: another process holds the connection. */
export type Kept = Awaited<ReturnType<typeof notePaired>>;

type Offer = {
  tools: WhatsAppContext['tools'];
  sealedBox: SealedBox;
  phone: HeldPhone;
  auth: AuthState;
  method: LinkMethod;
  /** For a code: where it is typed. */
  number: string | null;
  asked_at: Date;
  until: Date;
  /** A phone has agreed: the socket is left to finish. Told once more when it is known whether the phone may be kept. */
  onPaired: (kept: Kept | null) => void;
};

/** The first QR code of a socket is good for a minute, each further one for twenty seconds; a new one follows before. */
const qrGoodMs = msOfSeconds(60);

/** Shows what is to be scanned or typed, and keeps what the phone has agreed to. */
export function pairingHooks(offer: Offer): SocketHooks {
  const { tools, sealedBox, phone, method, number, asked_at, until } = offer;
  let hasCode = false;
  return {
    onQr: async (qr, { requestCode }) => {
      if (method === 'qr') {
        const ends = plusMs(tools.clock.now(), qrGoodMs);
        const shown = { text: qr, until: ends < until ? ends : until, asked_at };
        return noteShown(tools, sealedBox, phone, shown);
      }
      // The first QR code says that WhatsApp is ready for a code, too; one code is good for as long as the socket lives.
      if (hasCode || number === null) return;
      hasCode = true;
      const code = await requestCode(number.replace('+', ''));
      await noteShown(tools, sealedBox, phone, { text: code, until, asked_at });
    },
    onPaired: () => keepPhone(offer),
  };
}

/** What became of a phone that has agreed. */
async function keepPhone({ tools, sealedBox, phone, auth, onPaired }: Offer): Promise<void> {
  onPaired(null);
  const { me } = auth.creds;
  const jid = personJid(me?.id);
  const lid = personJid(me?.lid);
  const number = jid && identitiesOf([jid]).find(({ kind }) => kind === 'phone')?.value;
  if (!number) throw new Error('WhatsApp linked a phone and did not say which.');
  const kept = await notePaired(tools, sealedBox, phone, {
    creds: auth.credsText(),
    number,
    lid: lid ? (identitiesOf([lid])[0]?.value ?? null) : null,
  });
  if (kept === 'paired') auth.noteLinked();
  tools.logger.info({ integration_id: phone.id, kept }, 'a phone has agreed to be linked');
  onPaired(kept);
}
