import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Faults } from './faults.js';
import { KeptState } from './kept-state.js';
import { makeCertificate, type Certificate } from './media/certificate.js';
import { MediaHost } from './media/media-host.js';
import { PhoneKeys } from './people/auth.js';
import { Customer } from './people/customer.js';
import { OwnerPhone } from './people/owner-phone.js';
import type { Person, PersonParts } from './people/person.js';
import { quietSignal } from './people/quiet-signal.js';
import type { Account } from './server/accounts.js';
import { Network } from './server/network.js';
import { makeServerKeys } from './server/noise.js';
import { WhatsAppServer } from './server/server.js';

const FIRST_PHONE = 77_010_000_001;
const FIRST_LID = 182_736_450_000_001;

const phoneSchema = z.strictObject({
  name: z.string().min(1),
  /** Digits in international form, `+` or not; the next free number without it. */
  phone: z
    .string()
    .regex(/^\+?\d{7,15}$/)
    .optional(),
  /** Other spellings of the number under which WhatsApp finds it. */
  aliases: z.array(z.string().regex(/^\+?\d{7,15}$/)).optional(),
});
const customerSchema = phoneSchema.extend({
  /** Whether it writes from its number or from its LID (the number). */
  addressing: z.enum(['phone', 'lid']).optional(),
  /** Whether its number is not told to those it writes to from its LID. */
  hidesPhone: z.boolean().optional(),
  /** The number it writes to; may be left out while there is one phone only. */
  business: z.string().optional(),
});

/** Where this WhatsApp is. */
export interface LocalAddress {
  /** What linked devices connect to, in place of WhatsApp's own. */
  socketUrl: string;
  /** `host:port` of the files; https. */
  mediaHost: string;
  /** The certificate of the media host, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
}

export interface LocalWhatsAppOptions {
  /** The port of the sockets on 127.0.0.1; any free one without it. */
  port?: number | undefined;
  /** Where numbers, devices and keys are kept between starts; without it everything is forgotten on close. */
  stateFile?: string | undefined;
}

/** A WhatsApp on this machine, for real multi-device clients: see docs/local-whatsapp.md. */
export class LocalWhatsApp {
  readonly #network: Network;
  readonly #server: WhatsAppServer;
  readonly #media: MediaHost;
  readonly #people = new Map<string, Person>();
  readonly #kept: KeptState;
  /** A folder to be removed; null where files lie beside the kept state. */
  readonly #folder: string | null;
  readonly #caFile: string;
  readonly #port: number;
  #address: LocalAddress | null = null;

  constructor({ port = 0, stateFile }: LocalWhatsAppOptions = {}) {
    quietSignal();
    this.#port = port;
    this.#kept = new KeptState(stateFile);
    this.#folder = stateFile === undefined ? mkdtempSync(join(tmpdir(), 'local-whatsapp-')) : null;
    this.#caFile = stateFile === undefined ? join(this.#folder ?? '', 'media-host.pem') : `${stateFile}.pem`;
    this.#network = new Network(makeServerKeys(), this.#kept);
    this.#server = new WhatsAppServer(this.#network);
    this.#media = new MediaHost(this.#network.faults, this.#certificate());
  }

  /** What is to go wrong. */
  get faults(): Faults {
    return this.#network.faults;
  }

  /** Listens on 127.0.0.1 only. */
  async listen(): Promise<LocalAddress> {
    if (this.#address) return this.#address;
    writeFileSync(this.#caFile, this.#media.certificate);
    const mediaHost = await this.#media.listen();
    this.#network.mediaHost = mediaHost;
    this.#address = { socketUrl: await this.#server.listen(this.#port), mediaHost, caFile: this.#caFile };
    return this.#address;
  }

  /**
   * A phone that owns a number, switched on: it scans QR codes, enters codes, and its owner may write from it.
   * @throws a ZodError that names what is wrong, an Error when the number is taken
   */
  async createPhone(options: z.input<typeof phoneSchema>): Promise<OwnerPhone> {
    const parts = await this.#person(phoneSchema.parse(options), false);
    return this.#switchOn(new OwnerPhone(parts, this.#server));
  }

  /**
   * Somebody who writes to a business, switched on.
   * @throws a ZodError that names what is wrong, an Error when the number is taken or nobody knows whom to write to
   */
  async createCustomer(options: z.input<typeof customerSchema>): Promise<Customer> {
    const { addressing = 'phone', hidesPhone = false, business, ...rest } = customerSchema.parse(options);
    const parts = await this.#person(rest, hidesPhone);
    return this.#switchOn(new Customer(parts, { business: this.#business(business), addressing }));
  }

  /** A number that is on WhatsApp though nobody is behind it here. */
  createNumber(options: z.input<typeof phoneSchema>): void {
    this.#account(phoneSchema.parse(options), false);
  }

  /** Ends the connections of the devices linked to a number with one of WhatsApp's codes; 428 = without a word. */
  kick(phone: string, code: number): void {
    for (const connection of this.#network.connectionsOf(this.#known(phone))) {
      if (connection.who?.device.id === 0) continue;
      if (code === 428) connection.drop();
      else connection.endWithCode(code);
    }
  }

  /** What waits for the devices linked to a number, because they are away, was sent so many minutes earlier. */
  age(phone: string, minutes: number): void {
    this.#network.age(this.#known(phone), minutes);
  }

  /** Switches every phone off, frees the ports, removes the certificate's file. */
  async close(): Promise<void> {
    await Promise.all([...this.#people.values()].map(async (person) => person.goesOffline()));
    await this.#server.close();
    await this.#media.close();
    this.#kept.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }

  #known(phone: string): Account {
    const account = this.#network.accounts.find(phone);
    if (!account) throw new Error(`${phone} is not on this WhatsApp.`);
    return account;
  }

  /** A number that is kept gets its person back, keys and all. */
  async #person(options: z.output<typeof phoneSchema>, hidesPhone: boolean): Promise<PersonParts> {
    const { socketUrl } = await this.listen();
    const account = this.#account(options, hidesPhone);
    const keep = (name: string, value: unknown): void => this.#kept.secret(account.phone, name, value);
    let keys = PhoneKeys.kept(this.#kept.secretsOf(account.phone), keep);
    if (!keys) {
      keys = PhoneKeys.fresh(account, keep);
      this.#network.addDevice(account, keys.device());
    }
    const reach = { socketUrl, certificate: this.#media.certificate };
    return { network: this.#network, media: this.#media, account, keys, reach };
  }

  #account({ name, phone, aliases = [] }: z.output<typeof phoneSchema>, hidesPhone: boolean): Account {
    const { accounts } = this.#network;
    const count = accounts.all().length;
    const digits = (phone ?? String(FIRST_PHONE + count)).replaceAll(/\D/g, '');
    const known = accounts.find(digits);
    if (known && this.#people.has(`+${known.phone}`))
      throw new Error(`+${digits} belongs to somebody already.`);
    const account: Account = known ?? {
      ...{
        phone: digits,
        lid: String(FIRST_LID + count),
        nextDeviceId: 1,
        devices: new Map(),
        sent: new Set(),
      },
      ...{ name, hidesPhone, aliases: [] },
    };
    const spellings = aliases.map((alias) => alias.replaceAll(/\D/g, ''));
    // In place: a linked device may be connected before the phone it belongs to is.
    Object.assign(account, { name, hidesPhone, aliases: spellings });
    this.#kept.account(account);
    return accounts.add(account);
  }

  #certificate(): Certificate {
    const known = this.#kept.noted<Certificate>('certificate');
    if (known) return known;
    const certificate = makeCertificate();
    this.#kept.note('certificate', certificate);
    return certificate;
  }

  async #switchOn<P extends Person>(person: P): Promise<P> {
    this.#people.set(person.phone, person);
    await person.comesOnline();
    return person;
  }

  #business(phone: string | undefined): OwnerPhone {
    const phones = [...this.#people.values()].filter((person) => person instanceof OwnerPhone);
    const digits = phone?.replaceAll(/\D/g, '');
    const found = digits === undefined ? phones : phones.filter((person) => person.phone === `+${digits}`);
    const [only] = found;
    if (!only || found.length > 1)
      throw new Error('Say which business it writes to: `business`, the number of a phone.');
    return only;
  }
}

/** Makes a WhatsApp on this machine. */
export async function createLocalWhatsApp(options: LocalWhatsAppOptions = {}): Promise<LocalWhatsApp> {
  return new LocalWhatsApp(options);
}
