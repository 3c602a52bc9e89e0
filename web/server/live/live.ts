import { EventStream } from './event-stream.js';
import type { FastifyReply } from 'fastify';
import { changedTopics, readStamps } from '../../../src/live/read-stamps.js';
import type { LiveTopic, Stamps } from '../../../src/live/read-stamps.js';
import type { Queryable } from '../../../src/shared/database.js';
import { msOfSeconds, wait } from '../../../src/shared/durations.js';
import type { AdminId, ClientId } from '../../../src/shared/ids.js';
import { Refusal } from '../../../src/shared/refusal.js';

/** How often it is asked whether something changed, and whether whoever looks on still may. */
const lookEveryMs = msOfSeconds(1);
const checkEveryLooks = 3;
/** Tabs of one admin that look on at the same time, in this process. */
const mostStreams = 12;

/** Somebody who looks on. */
type Watching = {
  admin_id: AdminId;
  client_id: ClientId;
  /** As this client sees it. */
  db: Queryable;
  /** Asked again and again while the stream is open. */
  mayStill(): Promise<boolean>;
};
type Watched = { stamps: Stamps; streams: Map<EventStream, Watching> };

/**
 * Tells those who look on what has changed, by topics. It asks the database once a second for each client somebody looks
 * at, however many do, with a connection of the pool for as long as the question takes: whatever happens to PostgreSQL in
 * between, the next question is a new one. While nobody looks on nothing runs.
 */
export class Live {
  readonly #clients = new Map<ClientId, Watched>();
  #isLooking = false;
  #looks = 0;

  /**
   * Opens a stream. What happened before it began is not told: whoever opens one reads everything anew.
   *
   * @throws Refusal `too_many`
   */
  async open(reply: FastifyReply, watching: Watching): Promise<void> {
    if (this.#streamsOf(watching.admin_id) >= mostStreams) throw tooMany();
    const stamps = await readStamps(watching.db, watching.client_id);
    // Gone while the database was asked: nobody would ever be told that the stream is over.
    if (reply.raw.destroyed) return void reply.hijack();
    // Others may have looked meanwhile: what they have seen is newer.
    const watched = this.#clients.get(watching.client_id) ?? { stamps, streams: new Map() };
    this.#clients.set(watching.client_id, watched);
    const stream = new EventStream(reply, () => this.#leave(watching.client_id, stream));
    watched.streams.set(stream, watching);
    stream.tell('ready', {});
    void this.#look();
  }

  #leave(client_id: ClientId, stream: EventStream): void {
    const watched = this.#clients.get(client_id);
    watched?.streams.delete(stream);
    if (watched?.streams.size === 0) this.#clients.delete(client_id);
  }

  #streamsOf(admin_id: AdminId): number {
    const streams = [...this.#clients.values()].flatMap((one) => [...one.streams.values()]);
    return streams.filter((one) => one.admin_id === admin_id).length;
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    while (this.#clients.size > 0) {
      await wait(lookEveryMs);
      this.#looks += 1;
      await Promise.all([...this.#clients].map(([client_id, one]) => this.#lookAt(client_id, one)));
      if (this.#looks % checkEveryLooks === 0) await this.#check();
    }
    this.#isLooking = false;
  }

  async #lookAt(client_id: ClientId, watched: Watched): Promise<void> {
    const [any] = watched.streams.values();
    if (!any) return;
    // The database is away: what changes meanwhile is found once it is back.
    const stamps = await readStamps(any.db, client_id).catch(() => watched.stamps);
    const topics: LiveTopic[] = changedTopics(watched.stamps, stamps);
    watched.stamps = stamps;
    if (topics.length === 0) return;
    for (const stream of watched.streams.keys()) stream.tell('changed', { client_id, topics });
  }

  /** Whose session or role has ended is shown nothing more. */
  async #check(): Promise<void> {
    const all = [...this.#clients.values()].flatMap(({ streams }) => [...streams]);
    await Promise.all(
      all.map(async ([stream, { mayStill }]) => {
        // While nobody can be asked, nobody is shown out: there is nothing to tell either.
        if (!(await mayStill().catch(() => true))) stream.end();
        else stream.beat();
      }),
    );
  }
}

function tooMany(): Refusal {
  return new Refusal('too_many', {
    code: 'too_many_streams',
    message: `You look on from ${mostStreams} places already.`,
    whatToDo: 'Close some tabs of the panel.',
    retryAfterSeconds: 30,
  });
}
