import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Account } from './accounts.js';
import type { Connection, LoggedIn } from './connection.js';
import type { Network } from './network.js';
import { child, children, node, SERVER } from './nodes.js';
import { answerEncrypt } from './pre-keys.js';
import { answerUsync } from './usync.js';

/** Somebody's question. */
export interface Query {
  network: Network;
  connection: Connection;
  who: LoggedIn;
  stanza: BinaryNode;
}
/** Returns what is inside the answer; nothing = "done". */
type Answer = (query: Query) => BinaryNode[] | undefined;

/** What a client may ask, by the name of the subject. Whatever is not here is answered with an empty result. */
const ANSWERS: Record<string, Answer> = {
  encrypt: answerEncrypt,
  usync: answerUsync,
  md: removeDevice,
  'w:m': ({ network }) => [
    node('media_conn', { auth: 'local', ttl: 3600 }, [node('host', { hostname: network.mediaHost })]),
  ],
  abt: () => [node('props', { protocol: 1, hash: 'local' }, [])],
  blocklist: () => [node('list', {}, [])],
  privacy: ({ stanza }) =>
    child(stanza, 'privacy') && [
      node('privacy', {}, [node('category', { name: 'readreceipts', value: 'all' })]),
    ],
  'w:mex': () => [node('result', {}, Buffer.from(JSON.stringify({ data: {} })))],
  'w:sync:app:state': ({ stanza }) => [
    node(
      'sync',
      {},
      children(child(stanza, 'sync'), 'collection').map(({ attrs }) =>
        node('collection', { name: attrs['name'], version: attrs['version'] ?? 0 }),
      ),
    ),
  ],
  'w:g2': () => [node('groups', {}, [])],
};

/** Answers a question of a device that is logged in. */
export function answerQuery(query: Query): void {
  const { network, connection, stanza } = query;
  const { id, xmlns, type } = stanza.attrs;
  if (type === 'result' || type === 'error') return;
  const content = ANSWERS[xmlns ?? '']?.(query);
  connection.send(node('iq', { from: SERVER, type: 'result', id }, content));
  if (xmlns === 'passive' && child(stanza, 'active')) network.deliverWaiting(connection);
}

/** A linked device ends its link by itself. */
function removeDevice({ network, who, stanza }: Query): undefined {
  if (child(stanza, 'remove-companion-device')) unlink(network, who.account, who.device.id);
}

/** Ends a device's link: it is told, and never let in again. */
export function unlink(network: Network, account: Account, deviceId: number): void {
  network.removeDevice(account, deviceId);
  network.live(account, deviceId)?.endWithCode(401);
}
