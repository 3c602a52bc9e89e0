import type { BaileysEventMap, WAMessage, WASocket } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { msOfSeconds, wait } from '../../src/shared/durations.js';
import { joinAddresses } from '../../src/users/join-addresses.js';
import { storeUnreadable } from './awaited.js';
import { noteNames } from './contact-names.js';
import type { WhatsAppContext } from './context.js';
import { handleMessage } from './handle-message.js';
import type { Handled } from './handle-message.js';
import { identitiesOf, personJid } from './ids.js';
import { noteNumberEvent } from './number-events.js';
import { handleReceipt } from './receipts.js';
import { setAside } from './set-aside.js';

/** What came, and how it is handled; what fails is set aside under its name. */
type Arrival = { kind: string; message?: WAMessage; handle: () => Promise<Handled | void> };

const libraryError = z.object({ output: z.object({ statusCode: z.number() }) });

const againMs = msOfSeconds(1);
const unreadableEveryMs = msOfSeconds(15);

/** So long after its connection has ended what came over it waits for a database that is away. */
const latestMs = msOfSeconds(60);

/**
 * https://github.com/WhiskeySockets/Baileys DisconnectReason: a restart that belongs to linking, what networks do, and
 * what is WhatsApp's own trouble: none of it is about the number.
 */
const harmlessCloses: readonly number[] = [408, 428, 500, 503, 515];

/**
 * Handles what a linked phone's connection brings: strictly in order, one after the other, each stored before the next.
 * WhatsApp was told already that it came, so what can't be stored because the database is away is tried until it can,
 * and for a minute after the connection has ended; what can't be handled otherwise is set aside, and the rest goes on.
 *
 * @returns stops listening, and resolves once everything that came is stored or set aside
 */
export function listen(sending: WhatsAppContext, socket: WASocket): () => Promise<void> {
  const { tools } = sending;
  const { ev } = socket;
  // What came while the phone was away comes before it counts as connected.
  const context: WhatsAppContext = { ...sending, socket: () => sending.socket() ?? socket };
  const stopping = new AbortController();
  let last: Promise<void> = Promise.resolve();
  const enqueue = (arrivals: Arrival[]): void => {
    for (const arrival of arrivals) last = last.then(() => handle(context, arrival, stopping.signal));
  };
  const listeners = listenersOf(context, enqueue);
  const names = Object.keys(listeners) as (keyof typeof listeners)[];
  for (const name of names) ev.on(name, listeners[name] as never);
  const timer = setInterval(
    () => enqueue([{ kind: 'unreadable', handle: () => storeUnreadable(context) }]),
    unreadableEveryMs,
  );
  timer.unref();
  return async () => {
    for (const name of names) ev.off(name, listeners[name] as never);
    clearInterval(timer);
    const latest = setTimeout(() => stopping.abort(), latestMs);
    latest.unref();
    await last;
    clearTimeout(latest);
    tools.logger.debug({ integration_id: context.integration.id }, 'everything that came is stored');
  };
}

/** Edits, deletions and reactions come as messages, too, in their place among them: the events for them say nothing more. */
function listenersOf(context: WhatsAppContext, enqueue: (arrivals: Arrival[]) => void) {
  const { tools, integration } = context;
  return {
    'messages.upsert': ({ messages }: BaileysEventMap['messages.upsert']) =>
      enqueue(
        messages.map((message) => ({
          kind: 'message',
          message,
          handle: () => handleMessage(context, message),
        })),
      ),
    'messages.update': (updates: BaileysEventMap['messages.update']) =>
      enqueue(
        updates
          .filter(({ update }) => update.status !== undefined && update.status !== null)
          .map((update) => ({ kind: 'receipt', handle: () => handleReceipt(context, update) })),
      ),
    'lid-mapping.update': ({ lid, pn }: BaileysEventMap['lid-mapping.update']) => {
      const jids = [personJid(lid), personJid(pn)].filter((jid) => jid !== null);
      if (jids.length < 2) return;
      const joined = { client_id: integration.client_id, identities: identitiesOf(jids) };
      enqueue([{ kind: 'addresses', handle: async () => void (await joinAddresses(tools, joined)) }]);
    },
    'contacts.upsert': (contacts: BaileysEventMap['contacts.upsert']) =>
      enqueue([{ kind: 'names', handle: () => noteNames(context, contacts) }]),
    'contacts.update': (contacts: BaileysEventMap['contacts.update']) =>
      enqueue([{ kind: 'names', handle: () => noteNames(context, contacts) }]),
    'messages.delete': () =>
      tools.logger.debug('messages were removed from the phone alone: nobody else sees that'),
    'connection.update': (update: BaileysEventMap['connection.update']) =>
      enqueue([{ kind: 'health', handle: () => noteHealth(context, update) }]),
  };
}

/** WhatsApp forbids writing to anybody new, or ends the connection by itself. */
async function noteHealth(
  context: WhatsAppContext,
  { reachoutTimeLock: lock, connection, lastDisconnect }: BaileysEventMap['connection.update'],
): Promise<void> {
  if (lock) {
    const until = lock.isActive ? (lock.timeEnforcementEnds ?? null) : null;
    await noteNumberEvent(context, { kind: 'timelock', subject: lock.enforcementType ?? 'unknown', until });
  }
  const code = connection === 'close' ? codeOf(lastDisconnect?.error) : null;
  if (code === null || harmlessCloses.includes(code)) return;
  await noteNumberEvent(context, { kind: 'disconnect', subject: String(code) });
}

/** The library's errors carry a code like HTTP's; ended from here, there is none. */
function codeOf(error: unknown): number | null {
  const { data } = libraryError.safeParse(error);
  return data?.output.statusCode ?? null;
}

async function handle(context: WhatsAppContext, arrival: Arrival, signal: AbortSignal): Promise<void> {
  const { logger } = context.tools;
  const { id: integration_id } = context.integration;
  for (;;) {
    try {
      const handled = await arrival.handle();
      if (handled)
        logger.debug({ integration_id, kind: arrival.kind, reason: handled.ignored }, 'an event was ignored');
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) return setAside(context, arrival, error);
      if (signal.aborted) {
        logger.error(
          { integration_id, kind: arrival.kind },
          'an event is lost: the database is away at the end',
        );
        return;
      }
      await wait(againMs, signal);
    }
  }
}
