import { clearAlarm, raiseAlarm } from '../../src/integrations/alarms.js';
import { setIntegrationState } from '../../src/integrations/integration-state.js';
import type { IntegrationState } from '../../src/integrations/integration-state.js';
import { texts } from '../../src/texts/texts.js';
import type { Tools } from '../../src/use-case.js';
import type { CloudNumber } from './cloud-numbers.js';
import type { CloudProblem, Stop } from './problem.js';

type StateTools = Pick<Tools, 'db' | 'logger' | 'clock'>;

/** From so many calls in a row without an answer on the owner is told: one or two happen on any network. */
const tellAfter = 4;
const stops: readonly Stop[] = ['access_token_refused', 'number_locked'];

/** Keeps the state an owner sees of a number: connected, or what is wrong and what to do. */
export class ConnectionState {
  readonly #tools: StateTools;
  readonly #number: Pick<CloudNumber, 'sender_key' | 'client_id' | 'id'>;
  #failures = 0;
  /** Meta shows the number as ever while it refuses to send with it: only what goes out says that it works again. */
  #refusesToSend = false;
  #shown: string | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(tools: StateTools, number: Pick<CloudNumber, 'sender_key' | 'client_id' | 'id'>) {
    this.#tools = tools;
    this.#number = number;
  }

  /** Never fails, and is waited for by {@link settled} alone. @param problem of what was to be sent; null = it went well */
  note(problem: CloudProblem | null): void {
    if (problem === null || problem.type === 'stopped') this.#refusesToSend = problem !== null;
    this.#writing = this.#writing.then(() => this.#note(problem));
  }

  /** As {@link note}, of a call that only looked at the number. */
  looked(problem: CloudProblem | null): void {
    if (problem === null && this.#refusesToSend) return;
    this.#writing = this.#writing.then(() => this.#note(problem));
  }

  /** Resolves when all that was noted is written down. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #note(problem: CloudProblem | null): Promise<void> {
    const { sender_key } = this.#number;
    const isUnanswered = problem?.type === 'never_left' || problem?.type === 'unclear';
    this.#failures = isUnanswered ? this.#failures + 1 : 0;
    try {
      if (problem?.type === 'refused' && problem.reason === 'payment_needed')
        await this.#alarm('payment_needed');
      const state = stateOf(problem, this.#failures);
      const shown = JSON.stringify([state, problem?.type === 'stopped' && problem.stop]);
      if (!state || this.#shown === shown) return;
      await this.#write(state, problem);
      this.#shown = shown;
    } catch (error) {
      this.#tools.logger.warn({ sender_key, err: error }, "a number's state could not be written down");
    }
  }

  async #write(state: IntegrationState, problem: CloudProblem | null): Promise<void> {
    const { db, logger } = this.#tools;
    const { sender_key } = this.#number;
    await setIntegrationState(db, this.#number, state);
    const stop = problem?.type === 'stopped' ? problem.stop : null;
    if (stop) await this.#alarm(stop);
    // An unanswered call says nothing about the token.
    if (problem === null) for (const one of stops) await this.#clear(one);
    if (state.status === 'error')
      logger.error({ sender_key, problem: state.status_message }, 'a number of WhatsApp does not work');
    else logger.info({ sender_key }, 'a number of WhatsApp is connected');
  }

  async #alarm(kind: Stop | 'payment_needed'): Promise<void> {
    const { client_id, id: subject } = this.#number;
    await raiseAlarm(this.#tools, { client_id, kind, subject }, this.#tools.clock.now());
  }

  async #clear(kind: Stop): Promise<void> {
    const { client_id, id: subject } = this.#number;
    await clearAlarm(this.#tools, { client_id, kind, subject }, this.#tools.clock.now());
  }
}

/** @returns null while it is too early to say, and for what is no fault of the connection */
function stateOf(problem: CloudProblem | null, failures: number): IntegrationState | null {
  if (!problem) return { status: 'connected', status_message: null };
  if (problem.type === 'stopped') {
    const { problem: what, advice } = texts('en').alarms.kinds[problem.stop];
    return { status: 'error', status_message: `${what('The number')} ${advice}` };
  }
  if (failures < tellAfter) return null;
  const status_message =
    problem.type === 'never_left'
      ? "Meta's Graph API can't be reached. Check the network and WHATSAPP_CLOUD_API_ROOT; it is tried again by itself."
      : "Meta's Graph API does not answer as it should. It is tried again by itself; if this stays, see the log.";
  return { status: 'error', status_message };
}
