import type { AuthenticationCreds, SignalDataSet, SignalKeyStore } from '@whiskeysockets/baileys';
import { readSessionKeys, takeSession, writeSession } from '../../src/integrations/whatsapp-session.js';
import type { HeldPhone, LinkedPhone, SessionKey } from '../../src/integrations/whatsapp-session.js';
import type { Database } from '../../src/shared/database.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { wait } from '../../src/shared/durations.js';
import { EstafetaError } from '../../src/shared/errors.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { BaileysLibrary } from './context.js';

type Options = {
  db: Pick<Database, 'query' | 'maybeOne' | 'one'>;
  sealedBox: SealedBox;
  baileys: BaileysLibrary;
  phone: LinkedPhone;
  lease: { key: string; fence: number };
  /** Whether the connection is still ours, by this process's own clock. */
  isOurs: () => boolean;
};

/** What waits to be written, and who waits for it. */
type Batch = {
  keys: Map<string, SessionKey>;
  waiting: { resolve: () => void; reject: (error: unknown) => void }[];
};

const retryMs = 500;

/**
 * A linked phone's session with WhatsApp, in PostgreSQL, sealed.
 *
 * What Baileys changes is written in the order it was changed, by one statement at a time; whatever is asked for while
 * one is under way goes together with the next. Credentials that changed go along with the keys that changed with them:
 * after a kill the two never disagree. Whoever asks for a change is told once it stands, so nothing is sent to WhatsApp
 * (an encrypted message, a receipt, new pre-keys) before the keys it was made with are kept.
 *
 * Nothing is remembered here: Baileys' own cache would show what is not written yet, and its transactions read each key
 * once anyway.
 */
export class AuthState {
  readonly creds: AuthenticationCreds;
  readonly keys: SignalKeyStore;
  readonly #options: Options;
  readonly #phone: HeldPhone;
  #isLinked: boolean;
  #credsChanged = false;
  #next: Batch | null = null;
  #writing: Promise<void> | null = null;
  #hangUp: () => void = () => undefined;

  private constructor(options: Options, creds: string | null) {
    const { baileys, phone, lease } = options;
    this.#options = options;
    this.#phone = { ...phone, fence: lease.fence };
    this.#isLinked = creds !== null;
    this.creds =
      creds === null
        ? baileys.initAuthCreds()
        : (JSON.parse(creds, baileys.BufferJSON.reviver) as AuthenticationCreds);
    this.keys = {
      get: async (kind, ids) => this.#read(kind, ids),
      set: async (data) => this.#write(changesIn(data, (value) => this.#text(value))),
    };
  }

  /**
   * Reads the session, and becomes the only one who writes it.
   *
   * @returns null when the connection is somebody else's by now
   */
  static async open(options: Options): Promise<AuthState | null> {
    const { db, sealedBox, phone, lease } = options;
    const session = await takeSession(db, sealedBox, phone, lease);
    return session && new AuthState(options, session.creds);
  }

  /** Whether there is a phone behind it. Until then its credentials are worth nothing and are not kept. */
  get isLinked(): boolean {
    return this.#isLinked;
  }

  /** How to end the socket that uses it: once the connection is somebody else's, WhatsApp must not be told anything more. */
  whenLost(hangUp: () => void): void {
    this.#hangUp = hangUp;
  }

  /** The credentials as they are kept. */
  credsText(): string {
    return this.#text(this.creds);
  }

  /** A phone has been linked, and the credentials of that moment are kept. */
  noteLinked(): void {
    this.#isLinked = true;
  }

  /** Credentials have changed: they are written at once, or with the keys that change with them. */
  credsUpdated(): void {
    if (!this.#isLinked) return;
    this.#credsChanged = true;
    // Its failure is the connection's: whoever writes keys next hears of it.
    this.#write([]).catch(() => undefined);
  }

  /** Waits until everything that was changed stands. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #read(kind: string, ids: readonly string[]): Promise<Record<string, never>> {
    const { db, sealedBox, baileys, phone } = this.#options;
    // Told that keys can't be read, the library tells WhatsApp that the message can't be opened, and it never comes again.
    const found = await this.#insisting(
      () => readSessionKeys(db, sealedBox, phone, { kind, key_ids: ids }),
      isDatabaseAway,
    );
    const values = [...found].map(([id, text]) => {
      const value: unknown = JSON.parse(text, baileys.BufferJSON.reviver);
      const isSyncKey = kind === 'app-state-sync-key';
      return [id, isSyncKey ? baileys.proto.Message.AppStateSyncKeyData.fromObject(value as object) : value];
    });
    return Object.fromEntries(values) as Record<string, never>;
  }

  #text(value: unknown): string {
    return JSON.stringify(value, this.#options.baileys.BufferJSON.replacer);
  }

  #write(changes: readonly SessionKey[]): Promise<void> {
    const batch: Batch = (this.#next ??= { keys: new Map(), waiting: [] });
    for (const key of changes) batch.keys.set(`${key.kind}/${key.key_id}`, key);
    const written = new Promise<void>((resolve, reject) => batch.waiting.push({ resolve, reject }));
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
    return written;
  }

  async #writeAll(): Promise<void> {
    // What the same moment changes goes together.
    await Promise.resolve();
    for (let batch = this.#next; batch; batch = this.#next) {
      this.#next = null;
      const { keys, waiting } = batch;
      await this.#writeBatch([...keys.values()]).then(
        () => waiting.forEach(({ resolve }) => resolve()),
        (error: unknown) => waiting.forEach(({ reject }) => reject(error)),
      );
    }
  }

  async #writeBatch(keys: readonly SessionKey[]): Promise<void> {
    const { db, sealedBox } = this.#options;
    await this.#insisting(async () => {
      const isWithCreds = this.#credsChanged && this.#isLinked;
      const creds = isWithCreds ? this.credsText() : null;
      if (isWithCreds) this.#credsChanged = false;
      try {
        if (!(await writeSession(db, sealedBox, this.#phone, { creds, keys }))) throw this.#lost();
      } catch (error) {
        this.#credsChanged ||= isWithCreds;
        throw error;
      }
    });
  }

  /**
   * A database that is away for a moment is waited for, as long as the connection is ours.
   *
   * @param isPassing what may be over in a moment: anything, unless told
   */
  async #insisting<T>(
    work: () => Promise<T>,
    isPassing: (error: unknown) => boolean = () => true,
  ): Promise<T> {
    for (;;) {
      if (!this.#options.isOurs()) throw this.#lost();
      try {
        return await work();
      } catch (error) {
        if (error instanceof EstafetaError || !isPassing(error)) throw error;
        await wait(retryMs);
      }
    }
  }

  #lost(): EstafetaError {
    this.#hangUp();
    return lost();
  }
}

function changesIn(data: SignalDataSet, textOf: (value: unknown) => string): SessionKey[] {
  return Object.entries(data).flatMap(([kind, values]) =>
    Object.entries(values ?? {}).map(([key_id, value]: [string, unknown]) => ({
      kind,
      key_id,
      value: value === null || value === undefined ? null : textOf(value),
    })),
  );
}

function lost(): EstafetaError {
  return new EstafetaError({
    code: 'lease_lost',
    message: 'Another process holds this number now: its session is not written here any more.',
    whatToDo: 'Nothing: the other process goes on with it.',
  });
}
