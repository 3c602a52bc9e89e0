import { createAssistant } from '../../src/assistant/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import type { Model } from '../../src/assistant/model.js';
import { runTurn } from '../../src/conversations/run-turn.js';
import { countersInPostgres } from '../../src/shared/counters-in-postgres.js';
import type { ConversationId } from '../../src/shared/ids.js';
import type { FixedClock } from './clock.js';
import type { Shop, ShopIntent } from './shop.js';

/** What the users of a coffee shop want. */
export const coffeeIntents: ShopIntent[] = [
  {
    name: 'opening_hours',
    action: 'reply',
    reply: 'Мы открыты с 9 до 19.',
    examples: ['во сколько вы открываетесь?', 'вы сегодня работаете?', 'часы работы'],
  },
  { name: 'complaint', action: 'handover', examples: ['мне привезли холодный кофе', 'хочу пожаловаться'] },
  { name: 'menu', action: 'answer', examples: ['что у вас есть из десертов?', 'какой кофе вы варите?'] },
];

/** An assistant without a model. */
export function offlineAssistant(shop: Shop): Assistant {
  return createAssistant({ ...shop.tools, model: null });
}

/** An assistant with a model that is asked again without pauses worth waiting for. */
export function assistantWith(shop: Shop, model: Model, deadlineMs = 5_000): Assistant {
  return createAssistant({
    ...shop.tools,
    model,
    deadlineMs,
    patience: { firstPauseMs: 1, longestPauseMs: 5 },
  });
}

/** The user has been quiet for a minute, and the assistant's turn comes. */
export async function takeTurn(
  shop: Shop,
  clock: FixedClock,
  {
    conversation_id,
    assistant = offlineAssistant(shop),
  }: { conversation_id: ConversationId; assistant?: Assistant },
): Promise<void> {
  clock.advance(1);
  await runTurn(
    { ...shop.tools, assistant, counters: countersInPostgres(shop.tools.db) },
    { client_id: shop.client_id, conversation_id },
  );
}
