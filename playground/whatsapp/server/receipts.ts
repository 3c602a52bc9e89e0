import type { BinaryNode } from '@whiskeysockets/baileys';
import { addressingOf, addressOf } from './accounts.js';
import type { Connection, LoggedIn } from './connection.js';
import type { Network } from './network.js';
import { node, stamp } from './nodes.js';

const SEEN = ['read', 'played'];
/** Receipts that say no more than "it arrived"; only the server reads those that are not about somebody else's message. */
const ARRIVED = [undefined, 'inactive'];
const FOR_THE_SERVER = ['sender', 'peer_msg', 'hist_sync'];

/** Takes a receipt: what arrived waits no longer, and whoever wrote it is told. */
export function takeReceipt(
  network: Network,
  connection: Connection,
  who: LoggedIn,
  stanza: BinaryNode,
): void {
  const { to, id, type } = stanza.attrs;
  connection.send(node('ack', { class: 'receipt', id, from: to, type }));
  if (ARRIVED.includes(type) || FOR_THE_SERVER.includes(type ?? '')) network.gotMessages(who, stanza);
  if (FOR_THE_SERVER.includes(type ?? '')) return;
  const target = network.accounts.at(to);
  if (!target) return;
  const from = addressOf(who.account, addressingOf(to ?? ''), who.device.id);
  const told = { id, from, t: stamp(), type: ARRIVED.includes(type) ? undefined : type };
  if (type === 'retry') {
    network.couldNotOpen(who, target.account, id ?? '');
    const recipient = stanza.attrs['recipient'];
    network.deliver(target.account, target.deviceId, node('receipt', { ...told, recipient }, stanza.content));
    return;
  }
  if (target.account !== who.account && type !== 'read-self') {
    for (const deviceId of target.account.devices.keys()) {
      network.deliver(target.account, deviceId, node('receipt', told, stanza.content));
    }
  }
  if (SEEN.includes(type ?? '') || type === 'read-self') tellSiblings(network, who, stanza);
}

/** What was read on one device is read on all. */
function tellSiblings(network: Network, { account, device }: LoggedIn, { attrs, content }: BinaryNode): void {
  const from = addressOf(account, addressingOf(attrs['to'] ?? ''));
  const told = { id: attrs['id'], from, t: stamp(), type: attrs['type'], recipient: attrs['to'] };
  for (const deviceId of account.devices.keys()) {
    if (deviceId !== device.id) network.deliver(account, deviceId, node('receipt', told, content));
  }
}
