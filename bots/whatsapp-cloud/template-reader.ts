import { keepTemplates } from '../../src/integrations/cloud-templates.js';
import type { ToldTemplates } from '../../src/integrations/cloud-templates.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { Tools } from '../../src/use-case.js';
import type { CloudNumber } from './cloud-numbers.js';
import type { GraphApi } from './graph-api.js';
import { cloudProblem, problemInWords } from './problem.js';

/** A wish stands until it is answered: while Meta says nothing, it is not asked at every look at the wish. */
const pauseMs = msOfSeconds(30);

/** Asks Meta which templates a number may use, and keeps them for whoever chooses one. One question at a time. */
export class TemplateReader {
  readonly #graph: GraphApi;
  readonly #tools: Pick<Tools, 'db' | 'logger'>;
  #reading: Promise<void> | null = null;
  #quietUntil = 0;

  constructor(graph: GraphApi, tools: Pick<Tools, 'db' | 'logger'>) {
    this.#graph = graph;
    this.#tools = tools;
  }

  /** They may have changed: asks, unless Meta said nothing a moment ago. */
  want(number: CloudNumber): void {
    if (monotonicMs() >= this.#quietUntil) void this.read(number);
  }

  /** Never fails: what was known stays, and it is asked again in a while. Resolves when nothing is under way. */
  read(number: CloudNumber): Promise<void> {
    this.#reading ??= this.#read(number)
      .catch((error: unknown) => {
        this.#quietUntil = monotonicMs() + pauseMs;
        this.#tools.logger.warn({ err: error }, 'the templates could not be kept; they are asked for again');
      })
      .finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #read(number: CloudNumber): Promise<void> {
    const { account_id, templates_wanted_at: wanted_at } = number;
    if (account_id === null) return;
    const templates = await this.#ask(account_id);
    if (templates) await keepTemplates(this.#tools.db, number, { templates, wanted_at });
    else this.#quietUntil = monotonicMs() + pauseMs;
  }

  /** @returns null when Meta said nothing of them */
  async #ask(account_id: string): Promise<ToldTemplates | null> {
    try {
      return { items: await this.#graph.approvedTemplates(account_id), is_refused: false };
    } catch (error) {
      const problem = cloudProblem(error);
      this.#tools.logger.info({ problem: problemInWords(problem) }, 'Meta did not show the templates');
      const isRefused = problem.type === 'refused' || problem.type === 'stopped';
      return isRefused ? { items: [], is_refused: true } : null;
    }
  }
}
