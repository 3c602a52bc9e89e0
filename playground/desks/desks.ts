import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Stage } from '../cast.js';
import { EstafetaError, messageOf } from '../../src/shared/errors.js';
import { ChatBook } from './chat-book.js';
import type { BookChange, BookChat } from './chat-book.js';
import { deskPlatforms } from './desk.js';
import type { Desk, DeskCustomer, DeskName, DeskPerson, DeskPlatform, DeskServer, Standing } from './desk.js';
import { DeskFiles } from './desk-files.js';
import { chatKey, viewChange, viewWholeChat } from './view.js';

/** What the page is told. */
export type DeskChange = { type: string; chat: string | null; data: unknown };

/** What the desks of one messenger are opened with: loaded when the first of them is wanted. */
export type ServerOf = (ground: { book: ChatBook; files: DeskFiles; folder: string }) => Promise<DeskServer>;

type Options = {
  folder: string;
  stages: readonly Stage[];
  servers: Record<DeskPlatform, ServerOf>;
};

type Entry = {
  name: DeskName;
  standing: Standing;
  /** Made once; what could not be opened is opened once more. */
  desk: Desk | null;
  opening: Promise<Desk> | null;
};

const chosenBefore = z.array(z.object({ client: z.string(), platform: z.enum(deskPlatforms) }));

/**
 * The messengers beside Telegram. Each is opened for a demo client when somebody chooses it there, and from then on at
 * every start: until then it costs nothing.
 */
export class Desks {
  readonly files: DeskFiles;
  readonly book: ChatBook;
  readonly #options: Options;
  readonly #entries: readonly Entry[];
  readonly #servers = new Map<DeskPlatform, Promise<DeskServer>>();
  readonly #customers = new Map<string, Promise<DeskCustomer>>();
  readonly #listeners = new Set<(change: DeskChange) => void>();
  readonly #chosenFile: string;

  constructor(options: Options) {
    const { folder, stages } = options;
    mkdirSync(folder, { recursive: true });
    this.#options = options;
    this.#chosenFile = join(folder, 'chosen.json');
    this.files = new DeskFiles(join(folder, 'files'));
    this.book = new ChatBook(join(folder, 'chats.jsonl'), (change) => this.#tell(change));
    this.#entries = stages.flatMap((stage) =>
      deskPlatforms.map((platform): Entry => {
        return { name: { stage, platform }, standing: { state: 'closed' }, desk: null, opening: null };
      }),
    );
  }

  /** What the page shows of them. */
  view(): { desks: object[]; chats: object[] } {
    return {
      desks: this.#entries.map(viewEntry),
      chats: this.book.chats().flatMap((chat) => {
        const entry = this.#entryOfChat(chat);
        return entry ? [viewWholeChat({ desk: entry.name, chat }, this.files)] : [];
      }),
    };
  }

  /** Calls the listener for each change; returns what ends that. */
  subscribe(listener: (change: DeskChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Opens in the background what was open when the program was last here. */
  reopen(): void {
    for (const { client, platform } of this.#chosen()) {
      const entry = this.#entries.find(
        ({ name }) => name.stage.client === client && name.platform === platform,
      );
      if (entry) this.#opened(entry).catch(() => undefined);
    }
  }

  /** Opens a desk; what goes wrong is told as its standing. */
  choose(client: string, platform: DeskPlatform): void {
    const entry = this.#entry(client, platform);
    this.#opened(entry).catch(() => undefined);
    this.#note({ client, platform });
  }

  /**
   * Lets a customer do something.
   *
   * @throws EstafetaError `desk_closed` when the messenger could not be opened
   */
  async act(
    { client, platform, person }: { client: string; platform: DeskPlatform; person: DeskPerson },
    act: (customer: DeskCustomer, chat: BookChat) => Promise<void>,
  ): Promise<void> {
    const entry = this.#entry(client, platform);
    const chat = this.book.open(chatKey(entry.name, person.id), person);
    await act(await this.#customer(entry, person), chat);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#entries.map(async ({ desk }) => desk?.close()));
    await Promise.allSettled([...this.#servers.values()].map(async (server) => (await server).close()));
  }

  async #customer(entry: Entry, person: DeskPerson): Promise<DeskCustomer> {
    const desk = await this.#opened(entry);
    const key = chatKey(entry.name, person.id);
    const known = this.#customers.get(key);
    if (known) return known;
    const customer = desk.customer(person);
    this.#customers.set(key, customer);
    // Whoever could not come may come later.
    customer.catch(() => this.#customers.delete(key));
    return customer;
  }

  async #opened(entry: Entry): Promise<Desk> {
    entry.opening ??= this.#open(entry);
    return entry.opening;
  }

  async #open(entry: Entry): Promise<Desk> {
    const { stage, platform } = entry.name;
    this.#stand(entry, { state: 'opening' });
    try {
      const server = await this.#server(platform);
      const desk = (entry.desk ??= server.desk(stage, (standing) => this.#stand(entry, standing)));
      await desk.open();
      // Their sockets live on: those who wrote before hear what comes, also unasked.
      for (const chat of this.book.chats())
        if (this.#entryOfChat(chat) === entry)
          void this.#customer(entry, personOf(chat)).catch(() => undefined);
      return desk;
    } catch (error) {
      entry.opening = null;
      this.#stand(entry, { state: 'failed', problem: messageOf(error) });
      throw new EstafetaError({
        code: 'desk_closed',
        message: `This messenger could not be opened: ${messageOf(error)}`,
        whatToDo: 'Choose it again.',
        cause: error,
      });
    }
  }

  #server(platform: DeskPlatform): Promise<DeskServer> {
    const known = this.#servers.get(platform);
    if (known) return known;
    const folder = join(this.#options.folder, platform);
    mkdirSync(folder, { recursive: true });
    const server = this.#options.servers[platform]({ book: this.book, files: this.files, folder });
    this.#servers.set(platform, server);
    server.catch(() => this.#servers.delete(platform));
    return server;
  }

  #stand(entry: Entry, standing: Standing): void {
    entry.standing = standing;
    this.#emit({ type: 'desk', chat: null, data: viewEntry(entry) });
  }

  #tell(change: BookChange): void {
    if (this.#listeners.size === 0) return;
    const entry = this.#entryOfChat(change.chat);
    const shown = entry && viewChange(entry.name, change, this.files);
    if (shown) this.#emit({ chat: change.chat.key, ...shown });
  }

  #emit(change: DeskChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #entry(client: string, platform: DeskPlatform): Entry {
    const entry = this.#entries.find(
      ({ name }) => name.stage.client === client && name.platform === platform,
    );
    if (entry) return entry;
    throw new EstafetaError({
      code: 'not_a_demo',
      message: `${client} is not a client of the playground.`,
      whatToDo: `Choose one of ${this.#options.stages.map((stage) => stage.client).join(', ')}.`,
    });
  }

  #entryOfChat({ key, person }: BookChat): Entry | undefined {
    return this.#entries.find(({ name }) => chatKey(name, person) === key);
  }

  #chosen(): z.infer<typeof chosenBefore> {
    if (!existsSync(this.#chosenFile)) return [];
    // A damaged file costs one more press.
    const read = z
      .string()
      .transform((text) => JSON.parse(text) as unknown)
      .pipe(chosenBefore)
      .safeParse(readFileSync(this.#chosenFile, 'utf8'));
    return read.success ? read.data : [];
  }

  #note(one: { client: string; platform: DeskPlatform }): void {
    const others = this.#chosen().filter(
      (other) => other.client !== one.client || other.platform !== one.platform,
    );
    writeFileSync(this.#chosenFile, JSON.stringify([...others, one]));
  }
}

function personOf({ person, name }: BookChat): DeskPerson {
  return { id: person, name };
}

function viewEntry({ name: { stage, platform }, standing }: Entry): object {
  return { client: stage.client, platform, ...standing };
}
