import { KEY_BUNDLE_TYPE, type BinaryNode } from '@whiskeysockets/baileys';
import type { Device, PublicPreKey } from './accounts.js';
import { bytesOf, child, children, node, SERVER, stamp } from './nodes.js';
import type { Query } from './queries.js';

const FEW = 10;
/** A device that is told of none makes 812 of them at once, which takes it seconds; told of one, it makes a few. */
const TOLD_AT_LEAST = 1;

/** Keeps the keys with which others begin to write to a device, and gives each of them out once. */
export function answerEncrypt(query: Query): BinaryNode[] | undefined {
  const { network, who, stanza } = query;
  const { account, device } = who;
  if (child(stanza, 'count'))
    return [node('count', { value: Math.max(TOLD_AT_LEAST, device.preKeys.length) })];
  if (child(stanza, 'digest')) return [node('digest', {}, [])];
  const asked = child(stanza, 'key');
  if (asked)
    return [
      node(
        'list',
        {},
        children(asked, 'user').map(({ attrs }) => bundle(query, attrs['jid'] ?? '')),
      ),
    ];
  const signed = child(child(stanza, 'rotate') ?? stanza, 'skey');
  if (signed) device.signedPreKey = { ...preKey(signed), signature: bytesOf(child(signed, 'signature')) };
  network.kept.device(account, device);
  for (const given of children(child(stanza, 'list'), 'key')) {
    const key = preKey(given);
    device.preKeys.push(key);
    network.kept.preKey(account, device, key, true);
  }
  return undefined;
}

function bundle({ network }: Query, jid: string): BinaryNode {
  const target = network.accounts.at(jid);
  const device = target?.account.devices.get(target.deviceId);
  if (!target || !device)
    return node('user', { jid }, [node('error', { code: 404, text: 'item-not-found' })]);
  const once = device.preKeys.shift();
  if (once) network.kept.preKey(target.account, device, once, false);
  if (device.preKeys.length < FEW) {
    network
      .live(target.account, device.id)
      ?.send(
        node('notification', { from: `@${SERVER}`, id: network.newId(), type: 'encrypt', t: stamp() }, [
          node('count', { value: device.preKeys.length }),
        ]),
      );
  }
  return node('user', { jid }, [
    node('registration', {}, device.registrationId),
    node('type', {}, KEY_BUNDLE_TYPE),
    node('identity', {}, device.identity),
    signedKey(device),
    ...(once ? [node('key', {}, keyNodes(once))] : []),
  ]);
}

function signedKey({ signedPreKey }: Device): BinaryNode {
  return node('skey', {}, [...keyNodes(signedPreKey), node('signature', {}, signedPreKey.signature)]);
}

function keyNodes({ id, value }: PublicPreKey): BinaryNode[] {
  return [node('id', {}, id), node('value', {}, value)];
}

function preKey(key: BinaryNode): PublicPreKey {
  return { id: bytesOf(child(key, 'id')), value: bytesOf(child(key, 'value')) };
}
