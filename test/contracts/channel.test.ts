import { openStage } from '../integration/bots/stage.js';
import type { StoredMessage } from '../integration/bots/stage.js';
import { testDatabase } from '../support/database.js';
import { describeChannel } from './channel-contract.js';
import type { ChannelOnStage, Stored } from './channel-contract.js';

const { database } = await testDatabase();

describeChannel('telegram', async (): Promise<ChannelOnStage> => {
  const stage = await openStage(database);
  const { telegram, anna } = stage;
  const chat = { person: anna.id, chat: 'shop_bot' };
  const first = await stage.start();
  await stage.meet();
  await first.stop();

  const fault = (given: Omit<Parameters<typeof telegram.faults.add>[0], 'botUsername' | 'method'>): void =>
    telegram.faults.add({ botUsername: 'shop_bot', method: 'sendMessage', ...given });
  const faults = {
    'wait a second': () =>
      fault({
        kind: 'error',
        error: { code: 429, description: 'Too Many Requests: retry after 1', retry_after: 1 },
      }),
    'lost before it was applied': () => fault({ kind: 'drop-before' }),
    'lost after it was applied': () => fault({ kind: 'drop-after' }),
    refused: () => fault({ kind: 'error', error: { code: 400, description: 'Bad Request: chat not found' } }),
  };
  const files = {
    image: { photo: {} },
    voice: { voice: {} },
    document: { document: {} },
    'something unknown': { raw: { dice: { emoji: '🎲', value: 4 } } },
  };
  return {
    start: () => stage.start(),
    userWrites: (text) => void telegram.personSends({ ...chat, text }),
    userSends: (kind) => void telegram.personSends({ ...chat, ...files[kind] }),
    repeatLastUpdate: () => void telegram.repeatLastUpdate({ bot: 'shop_bot' }),
    async say(content) {
      const id = await stage.say(content);
      return async () => asStored(await stage.status(id));
    },
    fault: (kind) => faults[kind](),
    told: () => stage.told(),
    stored: async () => (await stage.messages()).filter(({ role }) => role === 'user').map(asStored),
    close: () => stage.close(),
  };
});

function asStored({ kind, content, delivery_status, metadata }: StoredMessage): Stored {
  return { kind, content, delivery_status, uncertain_resends: Number(metadata['uncertain_resends'] ?? 0) };
}
