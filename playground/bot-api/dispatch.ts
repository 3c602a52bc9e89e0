import { wait } from '../../src/shared/durations.js';
import { endOfMany } from '../../src/shared/end-of-many.js';
import { ApiError, badRequest, notFound, unauthorized } from './api-error.js';
import { faultError, type Fault, type Faults } from './faults.js';
import type { Journal } from './journal.js';
import type { Limiter } from './limiter.js';
import { METHODS, methodName, operationsOf } from './methods/registry.js';
import type { Params } from './params.js';
import type { World } from './world.js';

/** How a call ended: an answer, or a connection to be cut. */
export type Outcome = { drop: true } | { drop: false; status: number; body: Record<string, unknown> };

export interface ApiCall {
  token: string;
  method: string;
  params: Params;
  signal?: AbortSignal | undefined;
}

/** Takes a call from token to answer: faults, limits, the method itself, the journal. */
export class Dispatcher {
  readonly #closing = endOfMany();

  constructor(
    private readonly world: World,
    private readonly faults: Faults,
    private readonly limiter: Limiter,
    private readonly journal: Journal,
  ) {}

  async call(call: ApiCall): Promise<Outcome> {
    const { world } = this;
    const bot = world.state.botByToken(call.token);
    const method = methodName(call.method) ?? call.method;
    const chatId = call.params.text('chat_id') ?? null;
    const named = { botUsername: bot?.username ?? null, method, chatId };
    const at = world.now();
    const fault = this.faults.take({ ...named, token: call.token });
    const answer = await this.#answer(call, method, fault);
    world.commit();
    const error = answer instanceof ApiError ? answer.description : null;
    if (!(method === 'getUpdates' && Array.isArray(answer) && answer.length === 0)) {
      const payload = call.params.forJournal();
      const dropped = fault?.kind.startsWith('drop') ? `connection cut: ${fault.kind}` : null;
      this.journal.add({
        at,
        ...named,
        payload,
        ok: error === null && dropped === null,
        error: dropped ?? error,
      });
    }
    if (fault?.kind.startsWith('drop')) return { drop: true };
    if (answer instanceof ApiError) return { drop: false, status: answer.code, body: answer.body() };
    return { drop: false, status: 200, body: { ok: true, result: answer } };
  }

  /** Ends waits of delayed calls. */
  close(): void {
    this.#closing.abort();
  }

  async #answer(call: ApiCall, method: string, fault: Fault | undefined): Promise<unknown> {
    if (fault?.kind === 'drop-before') return null;
    if (fault?.kind === 'delay') await wait(fault.delayMs ?? 1_000, this.#closing.signal);
    if (fault?.kind === 'error') return faultError(fault);
    try {
      return await this.#run(call, method);
    } catch (error) {
      if (error instanceof ApiError) return error;
      if (error instanceof TypeError) return badRequest(`a parameter has the wrong type: ${error.message}`);
      throw error;
    }
  }

  #run({ token, params, signal }: ApiCall, method: string): unknown {
    const { world } = this;
    const bot = world.state.botByToken(token);
    if (!bot) throw unauthorized();
    const run = METHODS[method];
    if (!run) throw notFound();
    const operations = operationsOf(method, params);
    if (operations > 0) this.limiter.count(bot.id, params.text('chat_id') ?? '', operations, world.now());
    return run({ world, bot, params, signal });
  }
}
