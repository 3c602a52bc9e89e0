import type { Connection } from './connection.js';
import { addressOf, type Account } from './accounts.js';
import type { Network } from './network.js';
import type { Greeting } from './noise.js';
import { node, stamp } from './nodes.js';

const REMOVED = 401;
const REPLACED = 440;

/**
 * Lets a device in that proves to hold its key, in place of an earlier connection of the same device; refuses one that
 * was removed (401) or is to be refused.
 */
export function login(network: Network, connection: Connection, { payload, noiseKey }: Greeting): void {
  const phone = String(payload.username);
  const account = network.accounts.find(phone);
  const device = account?.devices.get(payload.device ?? 0);
  if (!account || !device?.noiseKey.equals(noiseKey)) return refuse(connection, REMOVED);
  const fault = network.faults.take(['refuse-login'], account.phone);
  if (fault) return refuse(connection, fault.code);
  network.putLive(connection, account, device)?.endWithCode(REPLACED);
  if (payload.pushName) rename(network, account, payload.pushName);
  connection.send(
    node('success', { t: stamp(), props: 1, lid: addressOf(account, 'lid', device.id), location: 'local' }),
  );
}

/** The name others see next to what somebody writes. */
export function rename(network: Network, account: Account, name: string): void {
  if (account.name === name) return;
  account.name = name;
  network.kept.account(account);
}

function refuse(connection: Connection, code: number): void {
  connection.end(node('failure', { reason: code, location: 'local' }));
}
