import { amendMessage, nextAmendments } from './amend-message.js';
import { releaseAmendments } from './amendment-outbox.js';
import { deliverMessage, nextMessages, recoverAbandoned } from './deliver-message.js';
import type { Sender } from './deliver-message.js';
import { monotonicMs } from '../shared/clock.js';
import { msOfSeconds, wait } from '../shared/durations.js';
import type { MessageId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

/** Sends one integration's messages, and what is changed about them later: chats side by side, each chat in order. */
export interface DeliveryLoop {
  /** Something may be due: look now. Cheap, never fails, may be called at any time. */
  wake(): void;
  /** Claims nothing more and waits for what is being sent. */
  stop(): Promise<void>;
}

type LoopOptions = {
  tools: Pick<Tools, 'db' | 'clock' | 'bell' | 'logger'>;
  sender: Sender;
  /** Whether the connection is still ours, by this process's own clock. */
  isOurs: () => boolean;
  /** How many chats are served at once. */
  sideBySide?: number;
  /** How long to wait when the messenger refuses the connection. */
  pauseMs?: number;
};

const recoverEveryMs = msOfSeconds(10);

/** Starts sending. What was being sent when the connection changed hands is settled first. */
export function startDeliveryLoop(options: LoopOptions): DeliveryLoop {
  const loop = new Loop(options);
  const running = loop.run();
  return {
    wake: () => loop.wake(),
    async stop() {
      loop.stop();
      await running;
    },
  };
}

class Loop {
  readonly #options: LoopOptions;
  readonly #stopping = new AbortController();
  readonly #sending = new Set<Promise<void>>();
  #alarm = new AbortController();
  #pausedUntil: Promise<void> | null = null;
  #recoverAt = 0;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  wake(): void {
    this.#alarm.abort();
  }

  stop(): void {
    this.#stopping.abort();
    this.wake();
  }

  async run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#alarm = new AbortController();
      const { signal } = this.#alarm;
      try {
        await this.#round();
      } catch (error) {
        this.#options.tools.logger.error(
          { err: error },
          'messages could not be claimed; trying again in a second',
        );
        await wait(msOfSeconds(1), this.#stopping.signal);
        continue;
      }
      // Whoever polls wakes within a second; this is only against a poll that died.
      await wait(msOfSeconds(30), signal);
    }
    await Promise.all(this.#sending);
  }

  async #round(): Promise<void> {
    await this.#pausedUntil;
    const { tools, sender, isOurs, sideBySide = 16 } = this.#options;
    if (!isOurs()) return;
    if (monotonicMs() >= this.#recoverAt) {
      // The first time nobody else can be sending; later only what outlived its claim is taken over.
      await recoverAbandoned(tools, sender, { all: this.#recoverAt === 0 });
      if (this.#recoverAt === 0) await releaseAmendments(tools.db, sender);
      this.#recoverAt = monotonicMs() + recoverEveryMs;
    }
    while (!this.#stopping.signal.aborted && !this.#pausedUntil && isOurs()) {
      const free = sideBySide - this.#sending.size;
      const messages = free > 0 ? await nextMessages(tools, sender, free) : [];
      for (const message of messages) this.#do(message.id, deliverMessage(tools, sender, message));
      const left = free - messages.length;
      // After the messages: what is changed has to stand there first.
      const amendments = left > 0 ? await nextAmendments(tools, sender, left) : [];
      for (const amended of amendments) this.#do(amended.id, amendMessage(tools, sender, amended));
      if (messages.length + amendments.length === 0) return;
    }
  }

  /** Everything that is done wakes the loop: the next of its chat may go. */
  #do(message_id: MessageId, work: Promise<'done' | 'disconnected'>): void {
    const { tools } = this.#options;
    const sending = work
      .then((result) => {
        if (result === 'disconnected') this.#pause();
      })
      .catch((error: unknown) => {
        // The claim runs out by itself, and the message is then of unclear outcome.
        tools.logger.error({ message_id, err: error }, 'what became of a message could not be written down');
      })
      .finally(() => {
        this.#sending.delete(sending);
        this.wake();
      });
    this.#sending.add(sending);
  }

  #pause(): void {
    const { pauseMs = msOfSeconds(30) } = this.#options;
    this.#pausedUntil ??= wait(pauseMs, this.#stopping.signal).then(() => {
      this.#pausedUntil = null;
      this.wake();
    });
  }
}
