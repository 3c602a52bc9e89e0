import { noteFetched, wantedFiles } from '../src/messages/wanted-files.js';
import type { WantedFile } from '../src/messages/wanted-files.js';
import type { Tools } from '../src/use-case.js';
import { FileRefused } from './media/file-refused.js';
import type { MediaStore } from './media/media-store.js';

const atOnce = 4;

/** Fetches the files that somebody looks at in the panel, over the connections this process holds. */
export class FetchingLoop {
  #fetching: Promise<void> | null = null;
  #isStopping = false;

  constructor(
    private readonly tools: Pick<Tools, 'db' | 'logger'>,
    private readonly media: MediaStore,
    private readonly senderKeys: () => readonly string[],
  ) {}

  /** Something may be wanted: look now. Never fails, may be called at any time. */
  wake(): void {
    this.#fetching ??= this.#fetch()
      .catch((error: unknown) => this.tools.logger.warn({ err: error }, 'wanted files could not be listed'))
      .finally(() => (this.#fetching = null));
  }

  /** Begins nothing more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#fetching;
  }

  async #fetch(): Promise<void> {
    const { db } = this.tools;
    while (!this.#isStopping) {
      const wanted = await wantedFiles(db, { sender_keys: this.senderKeys(), limit: atOnce });
      if (wanted.length === 0) return;
      await Promise.all(wanted.map((file) => this.#fetchOne(file)));
    }
  }

  /** Whatever became of it, it is wanted no more: who still looks asks again. */
  async #fetchOne(file: WantedFile): Promise<void> {
    const { db, logger } = this.tools;
    try {
      await noteFetched(db, file, { media_file: await this.media.stored(file), isGone: false });
    } catch (error) {
      const isGone = error instanceof FileRefused;
      if (!isGone) logger.warn({ err: error, message_id: file.id }, 'a wanted file could not be fetched');
      await noteFetched(db, file, { media_file: null, isGone });
    }
  }
}
