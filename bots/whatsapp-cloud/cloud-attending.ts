import type { Attending, Attention } from '../../src/integrations/channel.js';
import type { Logger } from '../../src/shared/logger.js';
import type { GraphApi } from './graph-api.js';
import { whatsAppMessageId } from './ids.js';
import { cloudProblem, problemInWords } from './problem.js';

/** Marks what a user wrote as read, and shows that somebody writes: of several messages the newest stands for all. */
export class CloudAttending implements Attending {
  readonly #graph: GraphApi;
  readonly #logger: Logger;

  constructor(graph: GraphApi, logger: Logger) {
    this.#graph = graph;
    this.#logger = logger;
  }

  async attend({ read, typing }: Attention): Promise<void> {
    // A call was never a message.
    const newest = read.findLast((id) => id.startsWith('wamid.'));
    if (newest === undefined) return;
    try {
      await this.#graph.markRead(whatsAppMessageId(newest), { typing });
    } catch (error) {
      this.#logger.debug(
        { problem: problemInWords(cloudProblem(error)) },
        'a message was not marked as read',
      );
    }
  }
}
