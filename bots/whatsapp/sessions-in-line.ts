import type { SignalDataSet, SignalKeyStore, SocketConfig } from '@whiskeysockets/baileys';
import type { BaileysLibrary } from './context.js';

/** What sealing and opening messages reads and changes. */
const ofSessions = new Set<keyof SignalDataSet>(['session', 'identity-key', 'pre-key']);

/** The library stores these by a transaction of their own, in the middle of another one. */
const ofAddresses = 'lid-mapping';

/**
 * Lets one message at a time be sealed or opened, each with the session as the one before has left it, kept before
 * anything else happens.
 *
 * Left to itself the library opens what somebody writes in one transaction and seals what is sent to them in another, which
 * has read the session before and writes it after the message has left: of two that cross, the later writes over what the
 * earlier has changed, and from then on one side can't read the other. And the same session has two names, the number's and
 * the LID's.
 *
 * @param kept the keys as they are kept, without the library's transactions around them
 */
export function sessionsInLine(
  baileys: BaileysLibrary,
  kept: SignalKeyStore,
): SocketConfig['makeSignalRepository'] {
  const { makeSignalRepository, transactionOpts } = baileys.DEFAULT_CONNECTION_CONFIG;
  return ({ creds, keys: others }, logger, findLids) => {
    const sessions = baileys.addTransactionCapability(kept, logger, transactionOpts);
    const keys: typeof sessions = {
      get: (kind, ids) => (ofSessions.has(kind) ? sessions : others).get(kind, ids),
      async set(data) {
        const mine = Object.entries(data).filter(([kind]) => ofSessions.has(kind as keyof SignalDataSet));
        const theirs = Object.entries(data).filter(([kind]) => !ofSessions.has(kind as keyof SignalDataSet));
        if (mine.length > 0) await sessions.set(Object.fromEntries(mine));
        if (theirs.length > 0) await others.set(Object.fromEntries(theirs));
      },
      isInTransaction: () => sessions.isInTransaction(),
      transaction: (work, key) => (key === ofAddresses ? work() : sessions.transaction(work, 'sessions')),
    };
    return makeSignalRepository({ creds, keys }, logger, findLids);
  };
}
