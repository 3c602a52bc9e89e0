import { CloudAmending } from '../../bots/whatsapp-cloud/cloud-amending.js';
import { ConnectionState } from '../../bots/whatsapp-cloud/connection-state.js';
import { GraphApi } from '../../bots/whatsapp-cloud/graph-api.js';
import type { StandingMessage } from '../../src/integrations/channel.js';
import { systemClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';
import { silentLogger } from '../../src/shared/logger.js';
import { testDatabase } from '../support/database.js';
import { serveGraph } from '../support/local-graph.js';
import type { GraphOnStage } from '../support/local-graph.js';

const { database } = await testDatabase();
const anna = '77010000001';

describe('changes in a chat of the official WhatsApp', () => {
  let stage: GraphOnStage;
  let amending: CloudAmending;
  let state: ConnectionState;
  beforeEach(async () => {
    stage = await serveGraph();
    const { root, access_token, phone_number_id } = stage;
    const number = {
      ...{ sender_key: 'whatsapp_cloud:one', client_id: newId<ClientId>(), id: newId<IntegrationId>() },
    };
    const access = { root, version: 'v23.0', access_token, phone_number_id };
    const logger = silentLogger;
    state = new ConnectionState({ db: database, logger, clock: systemClock }, number);
    const graph = new GraphApi(access, new AbortController().signal);
    amending = new CloudAmending({ graph, state, logger });
  });
  afterEach(async () => {
    await state.settled();
    await stage.close();
  });

  /** Anna says something, as it stands with us. */
  function annaSays(text: string): StandingMessage {
    const { graph, phone_number_id } = stage;
    const { id } = graph.customerSends({ phone_number_id, from: anna, text });
    return {
      ...{ id: newId(), client_id: newId(), integration_id: newId(), external_chat_id: anna },
      ...{ kind: 'text', content: text, media: null, media_file: null, buttons: null },
      ...{ external_ids: [id], has_other_file: false, is_album_part: false },
    };
  }
  const reactions = () =>
    stage.graph.shown({ phone_number_id: stage.phone_number_id, customer: anna }).messages[0]?.reactions;
  const fault = (given: Omit<Parameters<GraphOnStage['graph']['faults']['add']>[0], 'operation'>): void =>
    stage.graph.faults.add({ operation: 'sendMessage', ...given });

  it('put a reaction on what the user said, exchange it and take it away, however often', async () => {
    const message = annaSays('hello');
    for (const emoji of ['👍', '👍', '❤', null, null]) {
      expect(await amending.react(message, emoji)).toEqual({ type: 'done' });
      expect(reactions()).toEqual(emoji === null ? {} : { business: emoji });
    }
  });

  it('are not possible for what was sent, and nothing is asked for', async () => {
    expect(await amending.edit()).toEqual({ type: 'refused', reason: 'not_possible' });
    expect(await amending.withdraw()).toEqual({ type: 'refused', reason: 'not_possible' });
    expect(stage.graph.journal.list()).toEqual([]);
  });

  it('say when to come again, and are repeated when nobody knows whether they arrived', async () => {
    const message = annaSays('hello');
    fault({ kind: 'error', error: { code: 131056 } });
    expect(await amending.react(message, '👍')).toEqual({ type: 'later', retry_after_ms: 6_000 });
    expect(reactions()).toEqual({});
    fault({ kind: 'drop-after' });
    expect(await amending.react(message, '👍')).toEqual({ type: 'unclear' });
    expect(await amending.react(message, '👍')).toEqual({ type: 'done' });
    expect(reactions()).toEqual({ business: '👍' });
  });

  it('that are refused leave everything as it was; without a token nothing is tried on', async () => {
    const message = annaSays('hello');
    fault({ kind: 'error', error: { code: 131026 } });
    expect(await amending.react(message, '👍')).toMatchObject({ type: 'refused' });
    stage.graph.expireToken(stage.phone_number_id);
    expect(await amending.react(message, '👍')).toEqual({ type: 'disconnected' });
    expect(reactions()).toEqual({});
  });
});
