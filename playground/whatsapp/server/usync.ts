import type { BinaryNode } from '@whiskeysockets/baileys';
import { jidDecode, jidEncode } from '@whiskeysockets/baileys';
import { addressingOf, addressOf, type Account } from './accounts.js';
import { bytesOf, child, children, node } from './nodes.js';
import type { Query } from './queries.js';

/** Tells which numbers are on WhatsApp, which devices they have, and which LID belongs to a number (never the reverse). */
export function answerUsync({ network, stanza }: Query): BinaryNode[] {
  const usync = child(stanza, 'usync');
  const asked = children(child(usync, 'query')).map(({ tag }) => tag);
  const users = children(child(usync, 'list'), 'user').map((user) => {
    const digits = bytesOf(child(user, 'contact')).toString();
    const jid = user.attrs['jid'];
    const account = network.accounts.find(jid ? (jidDecode(jid)?.user ?? '') : digits);
    return about(account, asked, jid ?? addressByNumber(account, digits));
  });
  return [node('usync', usync?.attrs, [node('list', {}, users)])];
}

/** A number that was asked for may be spelled differently from the address it has. */
function addressByNumber(account: Account | undefined, digits: string): string {
  return account ? addressOf(account, 'phone') : jidEncode(digits.replaceAll(/\D/g, ''), 's.whatsapp.net');
}

function about(account: Account | undefined, asked: string[], jid: string): BinaryNode {
  const facts: BinaryNode[] = [];
  if (asked.includes('contact')) facts.push(node('contact', { type: account ? 'in' : 'out' }));
  if (account && asked.includes('devices')) {
    const devices = [...account.devices.keys()].map((id) => node('device', { id, 'key-index': 1 }));
    facts.push(node('devices', {}, [node('device-list', {}, devices)]));
  }
  if (account && asked.includes('lid') && addressingOf(jid) === 'phone') {
    facts.push(node('lid', { val: addressOf(account, 'lid') }));
  }
  return node('user', { jid }, facts);
}
