import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { wait } from '../../src/shared/durations.js';
import { endOfMany } from '../../src/shared/end-of-many.js';
import { faultError } from './faults.js';
import type { Fault, Faults, Operation } from './faults.js';
import { badToken, expiredToken, GraphError, unknownObject } from './graph-error.js';
import type { Journal } from './journal.js';
import type { BusinessNumber } from './model.js';
import type { World } from './world.js';

/** A request, as far as every route wants to know it. */
export interface Call {
  /** The numbers the token speaks for. */
  numbers: BusinessNumber[];
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What a route is about, for the journal and the faults. */
export interface About {
  operation: Operation;
  phone_number_id?: string | null | undefined;
  to?: string | null | undefined;
  /** What was asked, without the bytes of files. */
  body?: Record<string, unknown> | undefined;
}

/** Takes a request from token to answer: faults, the route itself, the journal. */
export class Caller {
  readonly #closing = endOfMany();

  constructor(
    private readonly world: World,
    private readonly faults: Faults,
    private readonly journal: Journal,
  ) {}

  /**
   * Answers a request.
   * @param run the route; throws GraphError
   */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    about: About,
    run: (call: Call) => unknown,
  ): Promise<unknown> {
    const { operation, phone_number_id = null, to = null, body = {} } = about;
    const named = { operation, phone_number_id, to };
    const at = this.world.now();
    const fault = this.faults.take(named);
    const isCut = fault?.kind === 'drop-before' || fault?.kind === 'drop-after';
    const answer = await this.#run(fault, () => run({ numbers: this.#authorized(request), request, reply }));
    if (fault?.kind === 'late-answer') await wait(fault.delayMs ?? 1_000, this.#closing.signal);
    const error = answer instanceof GraphError ? answer : null;
    const status = isCut ? 0 : (error?.status ?? 200);
    const why = isCut ? `connection cut: ${fault.kind}` : error && whatIsWrong(error);
    this.journal.add({ at, ...named, body, status, ok: why === null, code: error?.code ?? null, error: why });
    if (isCut) {
      reply.hijack();
      request.raw.socket.destroy();
      return undefined;
    }
    return error ? reply.status(error.status).send(error.body()) : answer;
  }

  /** Ends waits of delayed calls. */
  close(): void {
    this.#closing.abort();
  }

  async #run(fault: Fault | undefined, run: () => unknown): Promise<unknown> {
    if (fault?.kind === 'drop-before') return null;
    if (fault?.kind === 'delay') await wait(fault.delayMs ?? 1_000, this.#closing.signal);
    if (fault?.kind === 'error') return faultError(fault);
    try {
      return await run();
    } catch (error) {
      if (error instanceof GraphError) return error;
      throw error;
    }
  }

  /** The numbers whose token was sent. Throws GraphError 190. */
  #authorized(request: FastifyRequest): BusinessNumber[] {
    const { access_token } = request.query as { access_token?: string };
    const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? access_token;
    const numbers = [...this.world.numbers.values()].filter((number) => number.access_token === token);
    if (numbers.length === 0) throw badToken();
    if (numbers.every(({ isTokenExpired }) => isTokenExpired)) throw expiredToken();
    return numbers;
  }
}

/** The number of this id, if the token speaks for it. Throws GraphError 100/33. */
export function numberOf({ numbers }: Call, phone_number_id: string): BusinessNumber {
  const number = numbers.find((one) => one.phone_number_id === phone_number_id);
  if (!number) throw unknownObject(phone_number_id);
  return number;
}

/** Bodies that can't be read and paths that lead nowhere are answered in Meta's shape. */
export function answerErrorsLikeMeta(app: FastifyInstance): void {
  app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const answer =
      status < 500
        ? new GraphError(100, { status, message: `(#100) ${error.message}` })
        : new GraphError(131000, { details: error.message });
    return reply.status(status).send(answer.body());
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `Unknown path components: ${request.url.split('?')[0] ?? ''}`;
    return reply.status(400).send(new GraphError(2500, { message }).body());
  });
}

function whatIsWrong(error: GraphError): string {
  const { error: body } = error.body() as { error: { message: string; error_data?: { details: string } } };
  return body.error_data ? `${body.message}: ${body.error_data.details}` : body.message;
}
