import type { BinaryNode } from '@whiskeysockets/baileys';
import { addressingOf, addressOf } from './accounts.js';
import type { Connection, LoggedIn } from './connection.js';
import { rename } from './login.js';
import type { Network } from './network.js';
import { node } from './nodes.js';

/** Tells whoever is written to that somebody is typing or recording, or has stopped; only who is connected hears it. */
export function takeChatState(network: Network, who: LoggedIn, stanza: BinaryNode): void {
  const target = network.accounts.at(stanza.attrs['to']);
  if (!target) return;
  const from = addressOf(who.account, addressingOf(stanza.attrs['to'] ?? ''));
  for (const connection of network.connectionsOf(target.account)) {
    if (connection.active) connection.send(node('chatstate', { from }, stanza.content));
  }
}

/** Somebody is online or not, or asks whether somebody else is. */
export function takePresence(
  network: Network,
  connection: Connection,
  who: LoggedIn,
  stanza: BinaryNode,
): void {
  const { type, to, name } = stanza.attrs;
  if (name) rename(network, who.account, name);
  if (type === 'available' || type === 'unavailable') connection.online = type === 'available';
  if (type !== 'subscribe') return;
  const target = network.accounts.at(to);
  const online = target && network.connectionsOf(target.account).some((other) => other.online);
  connection.send(node('presence', { from: to, type: online ? 'available' : 'unavailable' }));
}
