import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { WebhookInfo } from 'grammy/types';
import type { BotApi } from '../../../../bots/telegram/bot-api.js';
import type { ReceivingProblem } from '../../../../bots/telegram/problem.js';
import { keepWebhook } from '../../../../bots/telegram/webhook-keeper.js';
import { silentLogger } from '../../../../src/shared/logger.js';

const url = 'https://bot.example.com/telegram/path';
const now = new Date('2026-11-22T10:00:00Z');
const secondsAgo = (seconds: number): number => now.getTime() / 1000 - seconds;
const well: Partial<WebhookInfo> = {
  url,
  max_connections: 16,
  allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member', 'message_reaction'],
  pending_update_count: 0,
};

async function secondPasses(): Promise<void> {
  mock.timers.tick(1_000);
  // What it woke does its work.
  await setImmediate();
}

/** Keeps the webhook while Telegram answers with these, one look after another. */
async function keptWhile(looks: Partial<WebhookInfo>[]): Promise<{ set: number; states: (string | null)[] }> {
  mock.timers.enable({ apis: ['setTimeout'] });
  const stopping = new AbortController();
  const states: (string | null)[] = [];
  const waiting = [...looks];
  let set = 0;
  const polling = {
    getWebhookInfo: async () => waiting.shift() ?? well,
    setWebhook: async () => (set += 1),
  };
  const keeping = keepWebhook({
    bot: { polling } as unknown as BotApi,
    ...{ url, secret: 'secret', clock: { now: () => now }, logger: silentLogger, signal: stopping.signal },
    onState: (problem: ReceivingProblem | null) => states.push(problem?.type ?? null),
  });
  do await secondPasses();
  while (waiting.length > 0);
  stopping.abort();
  await keeping;
  mock.timers.reset();
  return { set, states };
}

describe('a webhook', () => {
  it('is set once, and then left alone', async () => {
    expect(await keptWhile([{ url: '' }, well, well, well])).toMatchObject({ set: 1 });
    expect(await keptWhile([well, well])).toEqual({ set: 0, states: [null, null] });
  });

  it('is set anew when its address, its kinds of update or its secret are no longer ours', async () => {
    expect(await keptWhile([well, { ...well, url: 'https://other.example.com' }])).toMatchObject({ set: 1 });
    expect(await keptWhile([well, { ...well, allowed_updates: ['message'] }])).toMatchObject({ set: 1 });
    const turnedAway = {
      ...well,
      last_error_date: secondsAgo(2),
      last_error_message: 'Wrong response from the webhook: 401 Unauthorized',
    };
    expect(await keptWhile([well, turnedAway])).toMatchObject({ set: 1 });
  });

  it('is a problem, and set anew only once, when it is somebody before us who turns Telegram away', async () => {
    const turnedAway = {
      ...well,
      pending_update_count: 3,
      last_error_date: secondsAgo(2),
      last_error_message: 'Wrong response from the webhook: 401 Unauthorized',
    };
    expect(await keptWhile([well, turnedAway, turnedAway, turnedAway])).toEqual({
      set: 1,
      states: [null, null, 'webhook_failing', 'webhook_failing'],
    });
  });

  it('is set anew at the start when something failed while nobody was there: Telegram tries again at once', async () => {
    const failed = { ...well, last_error_date: secondsAgo(600), last_error_message: 'Connection refused' };
    expect(await keptWhile([failed, failed, failed])).toEqual({ set: 1, states: [null, null, null] });
  });

  it('is a problem while updates wait that could not be brought a moment ago', async () => {
    const refused = { last_error_date: secondsAgo(5), last_error_message: 'Connection refused' };
    const failing = { ...well, ...refused, pending_update_count: 3 };
    expect(await keptWhile([well, failing, { ...well, ...refused }])).toEqual({
      set: 0,
      states: [null, 'webhook_failing', null],
    });
  });
});
