import type { BaileysEventMap, WASocket } from '@whiskeysockets/baileys';
import type { AuthState } from './auth-state.js';
import { closeCodeOf, openSocket } from './socket.js';
import type { PhoneSocket } from './socket.js';

/** What is told of one socket's life; what they do is waited for before it counts as over. */
export type SocketHooks = {
  /** WhatsApp wants to be shown to a phone: the text of a QR code. */
  onQr?: (qr: string, phone: PhoneSocket) => Promise<void>;
  /** A phone has agreed. */
  onPaired?: () => Promise<void>;
  /** Messages come in from here on; they may have begun to come before. */
  onOpen?: (socket: WASocket) => Promise<void>;
  /** It is over: nothing comes any more. */
  onClosed?: () => Promise<void>;
};

export type Conversation = Omit<Parameters<typeof openSocket>[0], 'auth'> & {
  auth: AuthState;
  hooks: SocketHooks;
  /** Listens from the first moment on: what came while the phone was away comes before it counts as connected. */
  attach?: (socket: WASocket) => void;
  /** Ends it from our side. */
  signal: AbortSignal;
};

/**
 * One socket from its opening to its end.
 *
 * @returns WhatsApp's code; null when it was ended from our side
 * @throws what a hook threw: the socket is closed then
 */
export async function converse(conversation: Conversation): Promise<number | null> {
  const { auth, hooks, attach, signal } = conversation;
  const phone = openSocket({ ...conversation, auth });
  const { socket } = phone;
  const work: Promise<void>[] = [];
  const hear = (doing: Promise<void> | undefined): void => {
    if (doing) work.push(doing.catch(fail));
  };
  let failure: { error: unknown } | null = null;
  const fail = (error: unknown): void => {
    failure ??= { error };
    end();
  };
  const end = (): void => void socket.end(undefined);
  auth.whenLost(end);
  const closed = new Promise<number>((resolve) => {
    socket.ev.on('creds.update', () => auth.credsUpdated());
    socket.ev.on('connection.update', (update: BaileysEventMap['connection.update']) => {
      if (update.qr) hear(hooks.onQr?.(update.qr, phone));
      if (update.isNewLogin) hear(hooks.onPaired?.());
      if (update.connection === 'open') hear(hooks.onOpen?.(socket));
      if (update.connection !== 'close') return;
      // WhatsApp was told already that we have what waits here for its turn: it must not go down with the socket.
      socket.ev.flush();
      resolve(closeCodeOf(update.lastDisconnect?.error));
    });
  });
  attach?.(socket);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const code = await closed;
  signal.removeEventListener('abort', end);
  await Promise.all(work);
  await auth.settled();
  await hooks.onClosed?.();
  if (failure) throw (failure as { error: unknown }).error;
  return signal.aborted ? null : code;
}
