import type { WASocket } from '@whiskeysockets/baileys';
import {
  noteClosed,
  noteConnected,
  noteConnecting,
  noteLasting,
  noteNotLinked,
} from '../../src/integrations/whatsapp-link-state.js';
import { setIntegrationState } from '../../src/integrations/integration-state.js';
import { loadLink } from '../../src/integrations/whatsapp-link-row.js';
import type { LinkRow } from '../../src/integrations/whatsapp-link-row.js';
import { takeSession } from '../../src/integrations/whatsapp-session.js';
import type { HeldPhone } from '../../src/integrations/whatsapp-session.js';
import { startDeliveryLoop } from '../../src/messages/delivery-loop.js';
import type { DeliveryLoop } from '../../src/messages/delivery-loop.js';
import type { Sender } from '../../src/messages/deliver-message.js';
import { msOfSeconds, wait } from '../../src/shared/durations.js';
import { EstafetaError, explain } from '../../src/shared/errors.js';
import { atMost } from '../../src/shared/in-time.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Connection, Right } from '../messenger.js';
import { AuthState } from './auth-state.js';
import { afterClose } from './close-codes.js';
import type { BaileysLibrary, WhatsAppContext } from './context.js';
import { converse } from './converse.js';
import type { SocketHooks } from './converse.js';
import { isSameStep, linkStep } from './link-step.js';
import type { LinkStep } from './link-step.js';
import { linkPhone, unlinkPhone } from './linking.js';
import type { Line } from './linking.js';
import type { PhoneMessages } from './phone-messages.js';

export type WhatsAppConnectionOptions = Right & {
  tools: WhatsAppContext['tools'];
  sealedBox: SealedBox;
  baileys: BaileysLibrary;
  /** As it stood when the connection was wanted. */
  link: LinkRow;
  sender_key: string;
  /** Where WhatsApp is. */
  url: string;
  context: Omit<WhatsAppContext, 'socket'>;
  messages: PhoneMessages;
  /** After so long a connection counts as lasting; a minute unless told. */
  lastingMs?: number;
};

const againMs = msOfSeconds(1);
const unreadableMs = msOfSeconds(30);
const stopGraceMs = msOfSeconds(4);

/**
 * One phone in use: at most one socket, from the moment its lease is held until {@link stop}. What it does is read from
 * the row of its link, where whoever asks for something writes it.
 */
export class WhatsAppConnection implements Connection {
  readonly #options: WhatsAppConnectionOptions;
  readonly #phone: HeldPhone;
  readonly #context: WhatsAppContext;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #step: LinkStep = { do: 'wait', until: null };
  #changed = new AbortController();
  /** A phone has agreed, and its socket is left to finish. */
  #isAgreed = false;
  #failures: number;
  #socket: WASocket | null = null;
  #delivery: DeliveryLoop | null = null;
  #replaying: Promise<void> | null = null;

  /** Starts at once, without waiting for WhatsApp. */
  constructor(options: WhatsAppConnectionOptions) {
    this.#options = options;
    const { client_id, integration_id: id, attempts } = options.link;
    this.#phone = { client_id, id, fence: options.fence };
    this.#failures = attempts;
    this.#context = { ...options.context, socket: () => (options.isOurs() ? this.#socket : null) };
    this.#running = this.#run();
  }

  get integration_id(): string {
    return this.#phone.id;
  }

  /** What messages go through while the phone is connected. */
  get context(): WhatsAppContext {
    return this.#context;
  }

  wakeMessages(): void {
    this.#delivery?.wake();
  }

  wakeReplays(): void {
    const { messages, tools } = this.#options;
    this.#replaying ??= messages
      .replay(this.#context, this.#stopping.signal)
      .catch((error: unknown) =>
        tools.logger.warn({ err: error }, 'replaying stopped; it goes on in a moment'),
      )
      .finally(() => (this.#replaying = null));
  }

  /** The row of the link as it was just seen: somebody may have asked for something else. */
  update(link: LinkRow): void {
    if (isSameStep(linkStep(link, this.#now()), this.#step)) return;
    void this.#lookAgain();
  }

  /** Lets what is being sent finish for a moment, closes the socket, and waits until what it brought is stored. */
  async stop(): Promise<void> {
    const { isOurs } = this.#options;
    const delivery = this.#delivery;
    // Somebody else may be connecting by now: nothing is finished then.
    if (delivery && isOurs()) await atMost(stopGraceMs, delivery.stop());
    this.#stopping.abort();
    this.#changed.abort();
    await atMost(stopGraceMs, Promise.all([this.#running, this.#replaying]));
  }

  async #run(): Promise<void> {
    const { tools, isOurs } = this.#options;
    const { signal } = this.#stopping;
    let isTaken = false;
    while (!signal.aborted && isOurs()) {
      this.#changed = new AbortController();
      try {
        isTaken ||= await this.#take();
        if (!isTaken) return;
        const link = await loadLink(tools.db, this.#phone);
        if (!link) return;
        this.#step = linkStep(link, this.#now());
        await this.#do(this.#step, link);
      } catch (error) {
        if (signal.aborted) return;
        const { id: integration_id } = this.#phone;
        tools.logger.warn(
          { integration_id, problem: explain(error) },
          'a phone could not be served; trying again',
        );
        await wait(await this.#pauseAfter(error), signal);
      }
    }
  }

  /** A session that can't be opened needs the owner's hand; anything else may be over in a moment. */
  async #pauseAfter(thrown: unknown): Promise<number> {
    const isSealed = thrown instanceof EstafetaError && thrown.code.startsWith('seal_');
    if (!isSealed) return againMs;
    const problem = { status: 'error', status_message: explain(thrown) } as const;
    await setIntegrationState(this.#options.tools.db, this.#phone, problem).catch(() => undefined);
    return unreadableMs;
  }

  /** From here on an older holder writes nothing. @returns false when the lease is somebody else's */
  async #take(): Promise<boolean> {
    const { tools, sealedBox, sender_key: key, fence } = this.#options;
    return (await takeSession(tools.db, sealedBox, this.#phone, { key, fence })) !== null;
  }

  /** What was seen may be older than what this connection has written meanwhile: it is read once more. */
  async #lookAgain(): Promise<void> {
    const { tools } = this.#options;
    const link = await loadLink(tools.db, this.#phone).catch(() => null);
    if (!link || this.#isAgreed || isSameStep(linkStep(link, this.#now()), this.#step)) return;
    this.#changed.abort();
  }

  async #do(step: LinkStep, link: LinkRow): Promise<void> {
    const { tools } = this.#options;
    switch (step.do) {
      case 'connect':
        return this.#connect();
      case 'pair':
        return linkPhone(this.#line(), step);
      case 'give_up':
        return noteNotLinked(tools, this.#phone, { problem: 'nobody_linked', asked_at: step.asked_at });
      case 'unlink':
        return unlinkPhone(this.#line());
      case 'wait': {
        const ms = step.until ? step.until.getTime() - this.#now().getTime() : msOfSeconds(60);
        this.#failures = link.attempts;
        await wait(Math.min(ms, msOfSeconds(60)), this.#changed.signal);
      }
    }
  }

  async #connect(): Promise<void> {
    const { tools, messages, lastingMs = msOfSeconds(60) } = this.#options;
    await noteConnecting(tools, this.#phone);
    const auth = await this.#auth();
    if (!auth?.isLinked) return;
    const ended = new AbortController();
    let unlisten: (() => Promise<void>) | null = null;
    let lasting: Promise<void> = Promise.resolve();
    const hooks: SocketHooks = {
      onOpen: async (socket) => {
        await noteConnected(tools, this.#phone);
        tools.logger.info({ integration_id: this.#phone.id }, 'a phone is connected');
        this.#socket = socket;
        this.#delivery = this.#startDelivery();
        lasting = this.#lasts(lastingMs, ended.signal);
      },
      onClosed: async () => {
        ended.abort();
        this.#socket = null;
        void this.#delivery?.stop();
        this.#delivery = null;
        await Promise.all([lasting, unlisten?.()]);
      },
    };
    const code = await this.#converse(auth, hooks, (socket) => {
      unlisten = messages.listen(this.#context, socket);
    });
    if (code !== null) await this.#noteClose(code);
  }

  /** What has held for a while is no flicker: failures are counted anew from here. */
  async #lasts(ms: number, ended: AbortSignal): Promise<void> {
    await wait(ms, ended);
    if (ended.aborted) return;
    this.#failures = 0;
    const { tools } = this.#options;
    while (!ended.aborted) {
      try {
        return await noteLasting(tools, this.#phone);
      } catch (error) {
        tools.logger.warn({ err: error }, 'it could not be noted that a phone stays connected; trying again');
        await wait(againMs, ended);
      }
    }
  }

  async #noteClose(code: number): Promise<void> {
    const { tools } = this.#options;
    this.#failures += 1;
    const failures = this.#failures;
    const after = afterClose({ code, failures, random: Math.random() });
    tools.logger.warn(
      { integration_id: this.#phone.id, code, failures, next: after.next },
      'a phone’s connection ended',
    );
    await noteClosed(tools, this.#phone, { ...after, code, failures });
  }

  /** What linking and logging out are done over. */
  #line(): Line {
    const { tools, sealedBox } = this.#options;
    return {
      ...{ tools, sealedBox, phone: this.#phone, changed: this.#changed, stopping: this.#stopping.signal },
      auth: () => this.#auth(),
      converse: (auth, hooks) => this.#converse(auth, hooks),
      onAgreed: (isAgreed) => (this.#isAgreed = isAgreed),
    };
  }

  #converse(
    auth: AuthState,
    hooks: SocketHooks,
    attach?: (socket: WASocket) => void,
  ): Promise<number | null> {
    const { baileys, url, tools, messages } = this.#options;
    return converse({
      ...{ baileys, url, auth, hooks, logger: tools.logger },
      getMessage: messages.getMessage(this.#context),
      ...(attach && { attach }),
      signal: AbortSignal.any([this.#stopping.signal, this.#changed.signal]),
    });
  }

  #auth(): Promise<AuthState | null> {
    const { tools, sealedBox, baileys, sender_key: key, fence, isOurs } = this.#options;
    const lease = { key, fence };
    return AuthState.open({ db: tools.db, sealedBox, baileys, phone: this.#phone, lease, isOurs });
  }

  #startDelivery(): DeliveryLoop {
    const { tools, messages, sender_key: key, fence, isOurs } = this.#options;
    const { client_id, id: integration_id } = this.#phone;
    const own: Sender = {
      ...{ client_id, integration_id, lease: { key, fence } },
      ...messages.sending(this.#context),
    };
    return startDeliveryLoop({ tools, sender: own, isOurs });
  }

  #now(): Date {
    return this.#options.tools.clock.now();
  }
}
