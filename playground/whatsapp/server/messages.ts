import type { BinaryNode } from '@whiskeysockets/baileys';
import { MESSAGE_FAULTS } from '../faults.js';
import { addressingOf, addressOf, type Account, type Addressing } from './accounts.js';
import type { Connection, LoggedIn } from './connection.js';
import type { Network } from './network.js';
import { child, children, node, stamp } from './nodes.js';

const REMEMBERED_IDS = 5_000;
const NOT_FOUND = 404;

/** Takes a message, delivers it to every device it is sealed for, once, and acknowledges it, or does what a fault says. */
export function takeMessage(
  network: Network,
  connection: Connection,
  who: LoggedIn,
  stanza: BinaryNode,
): void {
  const fault = network.faults.take(MESSAGE_FAULTS, who.account.phone);
  const acknowledge = (error?: number): void => connection.send(ackOf(stanza, error));
  switch (fault?.does) {
    case 'lose':
      return;
    case 'drop-before':
      return connection.drop();
    case 'refuse':
      return acknowledge(fault.code);
    default:
  }
  const error = apply(network, who, stanza, fault?.does === 'deliver-twice' ? 2 : 1);
  switch (fault?.does) {
    case 'lose-ack':
      return;
    case 'drop-after':
      return connection.drop();
    case 'slow-ack':
      return network.later(fault.delayMs, () => acknowledge(error));
    default:
      return acknowledge(error);
  }
}

/** Delivers; returns the error to acknowledge it with, if any. */
function apply(
  network: Network,
  { account, device }: LoggedIn,
  stanza: BinaryNode,
  times: number,
): number | undefined {
  const recipient = network.accounts.at(stanza.attrs['to']);
  if (!recipient) return NOT_FOUND;
  const repeated = isRepeated(network, account, stanza);
  const addressing = addressingOf(stanza.attrs['to'] ?? '');
  for (const { to, sealed } of sealedParts(stanza)) {
    const target = network.accounts.at(to);
    if (!target || (repeated && !isAskedFor(network, account, { stanza, target }))) continue;
    const own = target.account === account;
    const attributes = {
      id: stanza.attrs['id'],
      type: stanza.attrs['type'] ?? 'text',
      edit: stanza.attrs['edit'],
      category: stanza.attrs['category'],
      from: addressOf(account, addressing, device.id),
      t: stamp(),
      notify: account.name || '~',
      addressing_mode: addressing === 'lid' ? 'lid' : 'pn',
      ...(own ? toOwnDevice(stanza, recipient.account, addressing) : toSomebody(account, addressing)),
    };
    const identity = children(stanza, 'device-identity');
    const delivered = node('message', attributes, [...sealed, ...identity]);
    for (let time = 0; time < times; time += 1) network.deliver(target.account, target.deviceId, delivered);
  }
  return undefined;
}

/** Whether it came before under this id. A copy for a device that could not read the first one is no repetition. */
function isRepeated(network: Network, account: Account, stanza: BinaryNode): boolean {
  const id = stanza.attrs['id'] ?? '';
  if (child(stanza, 'enc')?.attrs['count'] !== undefined) return false;
  if (account.sent.has(id)) return !network.faults.take(['deliver-repeated'], account.phone);
  account.sent.add(id);
  network.kept.sent(account, id, true);
  for (const oldest of account.sent) {
    if (account.sent.size <= REMEMBERED_IDS) break;
    account.sent.delete(oldest);
    network.kept.sent(account, oldest, false);
  }
  return false;
}

/** Whether a device has said that it could not open the message: only it gets the repetition. */
function isAskedFor(
  network: Network,
  sender: Account,
  { stanza, target }: { stanza: BinaryNode; target: { account: Account; deviceId: number } },
): boolean {
  const device = target.account.devices.get(target.deviceId);
  return device !== undefined && network.waitsForAnother(device, sender, stanza.attrs['id'] ?? '');
}

/** What is sealed for whom: the whole for one device, beside which nothing counts, or a part for each. */
function sealedParts(stanza: BinaryNode): { to: string; sealed: BinaryNode[] }[] {
  const whole = children(stanza, 'enc');
  if (whole.length > 0) return [{ to: stanza.attrs['to'] ?? '', sealed: whole }];
  return children(child(stanza, 'participants'), 'to').map((part) => ({
    to: part.attrs['jid'] ?? '',
    sealed: children(part, 'enc'),
  }));
}

/** A copy for the sender's other devices names the conversation, and its other address. */
function toOwnDevice(stanza: BinaryNode, recipient: Account, addressing: Addressing): Record<string, string> {
  if (stanza.attrs['category'] === 'peer') return {};
  const chat = stanza.attrs['recipient'] ?? addressOf(recipient, addressing);
  return addressing === 'lid'
    ? { recipient: chat, peer_recipient_pn: addressOf(recipient, 'phone') }
    : { recipient: chat, peer_recipient_lid: addressOf(recipient, 'lid') };
}

/** The sender's other address, unless it is not to be known. */
function toSomebody(account: Account, addressing: Addressing): Record<string, string> {
  if (addressing === 'phone') return { sender_lid: addressOf(account, 'lid') };
  return account.hidesPhone ? {} : { sender_pn: addressOf(account, 'phone') };
}

function ackOf({ attrs }: BinaryNode, error?: number): BinaryNode {
  return node('ack', { class: 'message', from: attrs['to'], id: attrs['id'], t: stamp(), error });
}
