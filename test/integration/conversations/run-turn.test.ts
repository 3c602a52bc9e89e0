import { createAssistant } from '../../../src/assistant/assistant.js';
import { runTurn } from '../../../src/conversations/run-turn.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop, ShopIntent } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

const hours: ShopIntent = {
  name: 'opening_hours',
  action: 'reply',
  reply: 'Мы открыты с 9 до 19.',
  examples: ['во сколько вы открываетесь?', 'вы сегодня работаете?', 'часы работы'],
};
const complaint: ShopIntent = { name: 'complaint', action: 'handover', examples: ['мне привезли холодный кофе', 'хочу пожаловаться'] };

/** The user has been quiet for long enough, and the assistant's turn comes. */
async function turn(shop: Shop, { conversation_id }: Pick<Received, 'conversation_id'>): Promise<void> {
  clock.advance(1);
  const assistant = createAssistant({ ...shop.tools, model: null });
  await runTurn({ ...shop.tools, assistant }, { client_id: shop.client_id, conversation_id });
}

describe('A turn without a model', () => {
  it('answers a known question with the fixed text of its intent', async () => {
    const shop = await openShop(database, clock, { intents: [hours, complaint] });
    const asked = await shop.write('во сколько вы открываетесь?');
    await turn(shop, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([
      { role: 'assistant', content: 'Мы открыты с 9 до 19.', delivery_status: 'queued' },
    ]);
    expect(shop.rung).toContain('delivery');
  });

  it('answers a burst of five once', async () => {
    const shop = await openShop(database, clock, { intents: [hours, complaint] });
    const burst: Received[] = [];
    for (const text of ['привет', 'скажите', 'пожалуйста', 'вы сегодня работаете?', 'часы работы']) burst.push(await shop.write(text));
    await turn(shop, burst[0]!);
    await turn(shop, burst[0]!);
    expect(await shop.said(burst[0]!.conversation_id)).toHaveLength(1);
  });

  it('calls a person for an intent that a person handles', async () => {
    const shop = await openShop(database, clock, { intents: [hours, complaint] });
    const asked = await shop.write('мне привезли холодный кофе');
    await turn(shop, asked);
    expect(await shop.handovers(asked.user_id)).toMatchObject([{ status: 'pending', reason: 'intent', trigger_type: 'intent' }]);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ role: 'system', notice: 'handover_opened' }]);
  });
});

void sql;
