import type {
  AuthenticationState,
  UserFacingSocketConfig,
  WAMessageKey,
  WASocket,
  proto,
} from '@whiskeysockets/baileys';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { Logger } from '../../src/shared/logger.js';
import type { BaileysLibrary } from './context.js';
import { otherAddress } from './ids.js';
import { inOrder } from './in-order.js';
import { sessionsInLine } from './sessions-in-line.js';

type BaileysLogger = NonNullable<UserFacingSocketConfig['logger']>;

/** How this program is called in the phone's list of linked devices. */
const deviceName = 'Estafeta';

/**
 * With a code to type WhatsApp wants the name of a system it knows ("Browser (OS)") and answers 400 to any other; the list
 * of linked devices shows the name that was given before, on connecting.
 * https://github.com/tulir/whatsmeow (pair-code.go, PairPhone)
 */
const systemForCodes = 'Linux';

/** A socket of a linked phone, and how to ask for a code to type. */
export type PhoneSocket = {
  socket: WASocket;
  /** @param digits of the number @returns eight letters and digits */
  requestCode: (digits: string) => Promise<string>;
};

/**
 * Opens a socket to WhatsApp; it begins to connect at once. The phone goes on ringing, for the socket never shows itself
 * as online; the past is not fetched; groups, broadcasts and channels are not even decrypted.
 *
 * @param url where WhatsApp is: never from a client's settings, for nothing but TLS proves who is there
 * @param getMessage what was sent under an id, when a device of the user asks for it once more
 */
export function openSocket({
  baileys,
  url,
  auth,
  getMessage,
  logger,
}: {
  baileys: BaileysLibrary;
  url: string;
  auth: AuthenticationState;
  getMessage: (key: WAMessageKey) => Promise<proto.IMessage | undefined>;
  logger: Logger;
}): PhoneSocket {
  // One array, kept by Baileys: what it says may change between connecting and asking for a code.
  const browser: [string, string, string] = [deviceName, 'Chrome', '1.0'];
  const socket = baileys.makeWASocket({
    waWebSocketUrl: url,
    auth,
    browser,
    getMessage,
    makeSignalRepository: sessionsInLine(baileys, auth.keys),
    logger: quietLogger(logger),
    shouldSyncHistoryMessage: () => false,
    syncFullHistory: false,
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    generateHighQualityLinkPreview: false,
    shouldIgnoreJid: (jid) => isNobodysChat(jid, logger),
    connectTimeoutMs: msOfSeconds(20),
    keepAliveIntervalMs: msOfSeconds(25),
  });
  inOrder(socket);
  return {
    socket,
    requestCode: (digits) => {
      browser[0] = systemForCodes;
      return socket.requestPairingCode(digits);
    },
  };
}

/** Groups, broadcasts, the status and channels are left alone: nobody there waits for an answer of the business. */
function isNobodysChat(jid: string, logger: Logger): boolean {
  const address = otherAddress(jid);
  if (address === 'nobody') return false;
  logger.debug({ address }, 'ignored: it was not written to this number alone');
  return true;
}

/** Why a connection ended, as a number. */
export function closeCodeOf(error: unknown): number {
  const output = error instanceof Error && 'output' in error ? error.output : undefined;
  const code =
    typeof output === 'object' && output !== null && 'statusCode' in output ? output.statusCode : undefined;
  return typeof code === 'number' ? code : 428;
}

/** Baileys hands whole messages and keys to its logger: only that something went wrong is kept of it, without numbers. */
function quietLogger(logger: Logger): BaileysLogger {
  const say = (level: 'warn' | 'error') => (about: unknown, words?: string) => {
    const said = words ?? (typeof about === 'string' ? about : '');
    logger.debug({ baileys: level }, said.replaceAll(/\d{5,}/g, '…').slice(0, 120));
  };
  const nothing = (): void => undefined;
  const quiet: BaileysLogger = {
    level: 'warn',
    child: () => quiet,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: say('warn'),
    error: say('error'),
  };
  return quiet;
}
