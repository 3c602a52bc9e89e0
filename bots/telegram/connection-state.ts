import type { IntegrationState } from '../../src/integrations/integration-state.js';
import { clearAlarm, raiseAlarm } from '../../src/integrations/alarms.js';
import { setIntegrationState } from '../../src/integrations/integration-state.js';
import type { ClientId } from '../../src/shared/ids.js';
import type { Tools } from '../../src/use-case.js';
import type { ReceivingProblem } from './problem.js';
import type { WantedConnection } from './wanted-connections.js';

/** From so many failing polls in a row on the owner is told: one or two happen on any network. */
const tellAfter = 4;

/** Keeps the state an owner sees of a bot: connected, or what is wrong and what to do. */
export class ConnectionState {
  readonly #tools: Pick<Tools, 'db' | 'logger' | 'clock'>;
  readonly #connection: () => WantedConnection;
  #failures = 0;
  #isRevoked = false;
  #shown: string | null = null;

  constructor(tools: Pick<Tools, 'db' | 'logger' | 'clock'>, connection: () => WantedConnection) {
    this.#tools = tools;
    this.#connection = connection;
  }

  /** Whether Telegram takes the bot's token, as far as is known. */
  get works(): boolean {
    return !this.#isRevoked;
  }

  /** @param problem of the last call; null = it went well */
  async note(problem: ReceivingProblem | null): Promise<void> {
    this.#failures = problem ? this.#failures + 1 : 0;
    this.#isRevoked = problem ? problem.type === 'unauthorized' || this.#isRevoked : false;
    const state = stateOf(problem, this.#failures);
    const { sender_key, integration } = this.#connection();
    const shown = JSON.stringify([state, this.#isRevoked, this.#bots()]);
    if (!state || this.#shown === shown) return;
    try {
      if (integration) await setIntegrationState(this.#tools.db, integration, state);
      await this.#callOwners();
      this.#shown = shown;
    } catch (error) {
      this.#tools.logger.warn({ sender_key, err: error }, "a bot's state could not be written down");
    }
    if (state.status === 'error')
      this.#tools.logger.error({ sender_key, problem: state.status_message }, 'a bot does not work');
    else this.#tools.logger.info({ sender_key }, 'a bot is connected');
  }

  async #callOwners(): Promise<void> {
    const { db, logger, clock } = this.#tools;
    const change = this.#isRevoked ? raiseAlarm : clearAlarm;
    for (const bot of this.#bots())
      await change({ db, logger }, { ...bot, kind: 'token_revoked' }, clock.now());
  }

  /** What the bot is to each client; whose integration it is need not hear of it as their managers' bot as well. */
  #bots(): { client_id: ClientId; subject: string }[] {
    const { integration, groups } = this.#connection();
    const managers = groups
      .filter(({ client_id }) => client_id !== integration?.client_id)
      .map(({ client_id }) => ({ client_id, subject: 'managers_bot' }));
    return integration
      ? [{ client_id: integration.client_id, subject: integration.id }, ...managers]
      : managers;
  }
}

/** @returns null while it is too early to say. */
function stateOf(problem: ReceivingProblem | null, failures: number): IntegrationState | null {
  if (!problem) return { status: 'connected', status_message: null };
  if (problem.type === 'unauthorized')
    return failed(
      'Telegram does not accept the token: it was revoked. Get a new one from @BotFather, put it into the client file and apply it.',
    );
  if (failures < tellAfter) return null;
  switch (problem.type) {
    case 'conflict':
      return failed(
        'Another program receives the messages of this bot. Stop it, or make a bot of its own for Estafeta.',
      );
    case 'webhook_failing':
      return failed(
        `Telegram can't bring messages to PUBLIC_URL (${problem.description}). Check that it is reached from the internet and has a valid certificate; estafeta doctor looks too. Nothing is lost for a day.`,
      );
    case 'never_left':
      return failed(
        "Telegram can't be reached. Check the network and TELEGRAM_API_ROOT; it is tried again by itself.",
      );
    default:
      return failed(
        'Telegram does not answer as it should. It is tried again by itself; if this stays, see the log.',
      );
  }
}

function failed(status_message: string): IntegrationState {
  return { status: 'error', status_message };
}
