import type { Bot, QueuedUpdate } from '../../../playground/bot-api/model.js';
import type { UpdateQueues } from '../../../playground/bot-api/updates.js';
import { Webhooks } from '../../../playground/bot-api/webhooks.js';

it('as many chats as there are wait side by side for a webhook that is down, and Node sees no leak in that', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  const waiting = Array.from({ length: 12 }, (_, chat) => ({ chat: String(chat), body: {} }));
  let failed = 0;
  let allFailed: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (allFailed = resolve));
  const webhooks = new Webhooks({
    updates: { pending: () => waiting as QueuedUpdate[] } as Partial<UpdateQueues> as UpdateQueues,
    retryMs: 60_000,
    delivered: () => undefined,
    failed: () => {
      failed += 1;
      if (failed === waiting.length) allFailed();
    },
  });
  webhooks.wake({ id: 1, webhook: { url: 'http://127.0.0.1:1/', max_connections: 40 } } as Bot);
  await all;
  await new Promise((resolve) => setImmediate(resolve));
  webhooks.close();
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
