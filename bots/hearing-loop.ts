import { stat } from 'node:fs/promises';
import { hearMessage, nextToHear } from '../src/messages/hear-message.js';
import type { HearingTools } from '../src/messages/hear-message.js';
import { FileRefused } from './media/file-refused.js';
import type { MediaStore } from './media/media-store.js';

/** Writes down what is said in voice notes that came in through this process's connections. */
export interface HearingLoop {
  /** Something may be to be heard: look now. Never fails, may be called at any time. */
  wake(): void;
  /** Begins nothing more; gives back what is being heard. */
  stop(): Promise<void>;
}

type Options = {
  tools: Omit<HearingTools, 'fileOf'>;
  media: MediaStore;
  /** Of the connections this process holds. */
  senderKeys: () => readonly string[];
};

/** Each has its file in memory for a while. */
const sideBySide = 3;

/** Looks when it is woken, and again whenever one is done. */
export function startHearing({ tools, media, senderKeys }: Options): HearingLoop {
  const stopping = new AbortController();
  const own: HearingTools = { ...tools, fileOf: (message) => fileAtHand(media, message) };
  const hearing = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let isAsked = false;

  async function look(): Promise<void> {
    do {
      isAsked = false;
      const limit = sideBySide - hearing.size;
      const sender_keys = senderKeys();
      if (stopping.signal.aborted || limit <= 0 || sender_keys.length === 0) return;
      for (const message of await nextToHear(own, { sender_keys, limit })) {
        const one = hearMessage(own, message, stopping.signal)
          .catch((error: unknown) => {
            // The claim runs out by itself, and whoever comes next hears it.
            tools.logger.error(
              { message_id: message.id, err: error },
              'what was heard could not be written down',
            );
          })
          .finally(() => {
            hearing.delete(one);
            wake();
          });
        hearing.add(one);
      }
    } while (isAsked);
  }

  function wake(): void {
    isAsked = true;
    looking ??= look()
      .catch((error: unknown) =>
        tools.logger.warn({ err: error }, 'it could not be asked what is to be heard'),
      )
      .finally(() => {
        looking = null;
        if (isAsked) wake();
      });
  }

  return {
    wake,
    async stop() {
      stopping.abort();
      await looking;
      await Promise.all(hearing);
    },
  };
}

async function fileAtHand(
  media: MediaStore,
  message: Parameters<HearingTools['fileOf']>[0],
): ReturnType<HearingTools['fileOf']> {
  try {
    const media_file = await media.stored(message);
    const path = media.pathOf(media_file);
    return { media_file, path, bytes: (await stat(path)).size };
  } catch (error) {
    if (error instanceof FileRefused) return null;
    throw error;
  }
}
