import type { AmendOutcome, Amending, StandingMessage } from '../../src/integrations/channel.js';
import type { Logger } from '../../src/shared/logger.js';
import type { ConnectionState } from './connection-state.js';
import type { GraphApi } from './graph-api.js';
import { recipientOf, whatsAppMessageId } from './ids.js';
import { cloudProblem, outcomeOf, problemInWords } from './problem.js';

/** What the official API can change about what stands in a chat: reactions alone. What was sent stays as it is. */
export class CloudAmending implements Amending {
  readonly #graph: GraphApi;
  readonly #state: ConnectionState;
  readonly #logger: Logger;

  constructor({ graph, state, logger }: { graph: GraphApi; state: ConnectionState; logger: Logger }) {
    this.#graph = graph;
    this.#state = state;
    this.#logger = logger;
  }

  async edit(): Promise<AmendOutcome> {
    return { type: 'refused', reason: 'not_possible' };
  }

  async withdraw(): Promise<AmendOutcome> {
    return { type: 'refused', reason: 'not_possible' };
  }

  async react(
    { id, external_chat_id, external_ids: [first] }: StandingMessage,
    emoji: string | null,
  ): Promise<AmendOutcome> {
    const recipient = recipientOf(external_chat_id);
    if (!recipient || first === undefined) return { type: 'refused', reason: 'gone' };
    const reaction = { message_id: whatsAppMessageId(first), emoji: emoji ?? '' };
    try {
      await this.#graph.send({ recipient_type: 'individual', ...recipient, type: 'reaction', reaction });
      this.#state.note(null);
      return { type: 'done' };
    } catch (error) {
      const problem = cloudProblem(error);
      this.#state.note(problem);
      this.#logger.warn({ message_id: id, problem: problemInWords(problem) }, 'a reaction was not sent');
      return outcomeOf(problem);
    }
  }
}
