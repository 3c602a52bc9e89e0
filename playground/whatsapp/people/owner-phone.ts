import type { WhatsAppServer } from '../server/server.js';
import { unlink } from '../server/queries.js';
import { SERVER } from '../server/nodes.js';
import { Person, type PersonParts } from './person.js';
import type { SendableKind, SendOptions } from './content.js';

/** The phone a business's number belongs to: it links devices, and its owner may answer from it. */
export class OwnerPhone extends Person {
  readonly #server: WhatsAppServer;

  constructor(parts: PersonParts, server: WhatsAppServer) {
    super(parts);
    this.#server = server;
  }

  /** The ids of the devices linked to this phone. */
  linkedDevices(): number[] {
    return [...this.account.devices.keys()].filter((id) => id !== 0);
  }

  /**
   * Links the device that shows this QR code.
   * @returns the linked device's id
   * @throws an Error when the code is not shown any more
   */
  scan(qr: string): number {
    return this.#server.pairing.scanned(qr, this.account, this.keys.creds.signedIdentityKey);
  }

  /** Whether a device shows a code for this number now. */
  isAskedForCode(): boolean {
    return this.#server.linkCodes.isAskedFor(this.account);
  }

  /**
   * Types the eight characters a device shows; a dash among them is fine.
   * @returns the linked device's id
   * @throws an Error when no device shows a code for this number, or shows another one
   */
  async enterCode(code: string): Promise<number> {
    return this.#server.linkCodes.enter(code, this.account, this.keys.creds.signedIdentityKey);
  }

  /** Ends the link of a device, or of all: they are told, and not let in again. */
  unlink(deviceId?: number): void {
    const ids = deviceId === undefined ? this.linkedDevices() : [deviceId];
    for (const id of ids) unlink(this.network, this.account, id);
  }

  /** The owner writes from the phone itself; `to` is a number or an address. */
  async writes(to: string, text: string, options: SendOptions = {}): Promise<string> {
    return this.sendTo(chatOf(to), { text, linkPreview: null }, options);
  }

  async sends(to: string, kind: SendableKind, options: SendOptions = {}): Promise<string> {
    return this.sendKindTo(chatOf(to), kind, options);
  }

  async edits(to: string, id: string, text: string): Promise<string> {
    return this.editTo(chatOf(to), id, text);
  }

  async deletes(to: string, id: string): Promise<string> {
    return this.deleteTo(chatOf(to), id);
  }

  async reacts(to: string, id: string, emoji: string): Promise<string> {
    return this.reactTo(chatOf(to), id, emoji);
  }

  /** Marks messages of a conversation as read. */
  async reads(to: string, ids: string[]): Promise<void> {
    await this.markTo(chatOf(to), ids, 'read');
  }
}

function chatOf(to: string): string {
  return to.includes('@') ? to : `${to.replaceAll(/\D/g, '')}@${SERVER}`;
}
