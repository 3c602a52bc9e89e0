import { lookup } from 'node:dns';
import { get } from 'node:https';
import type { RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { msOfSeconds } from '../../src/shared/durations.js';
import { FileRefused } from '../media/file-refused.js';

/** A host of our own in place of WhatsApp's, for trying out and for tests: never taken from a message. */
export type LocalHost = {
  /** With its port: `127.0.0.1:41234`. */
  host: string;
  /** The certificate it shows, as PEM. */
  ca?: string;
};

/** It lay there once, and does not any more. */
export class FileExpired extends Error {}

/** Where WhatsApp keeps files; what a message names may be another of its hosts. */
const usualHost = 'mmg.whatsapp.net';
/** Stands in messages in place of a host. */
const placeholderHost = 'web.whatsapp.net';
const patienceMs = msOfSeconds(30);

/** Addresses that are nobody's on the internet: inside this machine, inside its network. RFC 6890 */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/**
 * Where a file lies. The host is named by whoever sent the message: only WhatsApp's own are asked.
 *
 * @throws FileRefused `media_host_refused`, `file_gone`
 */
export function addressOfFile(
  { url, direct_path }: { url: string | null; direct_path: string | null },
  local?: LocalHost,
): URL {
  const named = url === null || url === '' ? null : parsed(url);
  if (url && !named) throw new FileRefused('media_host_refused');
  const host = !named || named.hostname === placeholderHost ? (local?.host ?? usualHost) : named.host;
  const address = direct_path ? parsed(`https://${host}${direct_path}`) : named;
  if (!address) throw new FileRefused(direct_path ? 'media_host_refused' : 'file_gone');
  for (const one of named ? [named, address] : [address])
    if (!isAllowed(one, local)) throw new FileRefused('media_host_refused');
  return address;
}

/** Whether an address is one inside this machine or its network. */
export function isInside(address: string): boolean {
  return inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * Begins to fetch what lies there. Nothing is followed to another place.
 *
 * @param largest bytes
 * @throws FileRefused `media_host_refused`, `file_too_big`; FileExpired; whatever the network throws
 */
export async function openSource(address: URL, largest: number, local?: LocalHost): Promise<IncomingMessage> {
  const isLocal = local !== undefined && address.host === local.host;
  const options: RequestOptions = {
    headers: { origin: 'https://web.whatsapp.com' },
    timeout: patienceMs,
    ...(isLocal ? { ...(local.ca && { ca: local.ca }) } : { lookup: lookupOutside }),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(address, options, resolve);
    request.on('timeout', () => request.destroy(new Error('a file was not sent in time')));
    request.on('error', reject);
  });
  const refusal = refusalOf(response, largest);
  if (!refusal) return response;
  response.destroy();
  throw refusal;
}

function refusalOf({ statusCode = 0, headers }: IncomingMessage, largest: number): Error | null {
  if (statusCode >= 300 && statusCode < 400) return new FileRefused('media_host_refused');
  if ([403, 404, 410].includes(statusCode)) return new FileExpired('a file is not there any more');
  if (statusCode !== 200) return new Error(`a file was answered with HTTP ${statusCode}`);
  return Number(headers['content-length'] ?? 0) > largest ? new FileRefused('file_too_big') : null;
}

function isAllowed({ protocol, hostname, host, port, username, password }: URL, local?: LocalHost): boolean {
  if (protocol !== 'https:' || username !== '' || password !== '') return false;
  if (local && host === local.host) return true;
  return port === '' && hostname.endsWith('.whatsapp.net');
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** A name of WhatsApp's that leads inside was led there by somebody else. */
const lookupOutside: NonNullable<RequestOptions['lookup']> = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 0);
    if (addresses.some(({ address }) => isInside(address)))
      return done(new FileRefused('media_host_refused'), '', 0);
    const [first] = addresses;
    if (options.all) return done(null, addresses);
    return done(null, first?.address ?? '', first?.family ?? 0);
  });
};
