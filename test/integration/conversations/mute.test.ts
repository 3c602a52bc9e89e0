import { endMute, muteBot, unmuteBot } from '../../../src/conversations/mute.js';
import { wakeIfUnanswered } from '../../../src/conversations/wake-if-unanswered.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

async function muted(minutes: number): Promise<{ shop: Shop; ids: Parameters<typeof endMute>[1] }> {
  const shop = await openShop(database, clock, { intents: coffeeIntents });
  const { conversation_id } = await shop.write('привет, это я');
  const ids = { client_id: shop.client_id, conversation_id };
  await takeTurn(shop, clock, ids);
  await muteBot(database, { ...ids, until: plusMinutes(clock.now(), minutes) });
  return { shop, ids };
}

const isMuted = async ({ conversation_id }: Parameters<typeof endMute>[1]): Promise<boolean> => {
  const { bot_status } = await database.one<{ bot_status: string }>(
    sql`SELECT bot_status FROM conversations WHERE id = ${conversation_id}`,
  );
  return bot_status === 'muted';
};

describe('A mute of the bot', () => {
  it('drops the reply that has not left yet', async () => {
    const { shop, ids } = await muted(0);
    await queueMessage(database, { ...ids, role: 'assistant', content: 'уже пишу' }, clock.now());
    await muteBot(database, { ...ids, until: plusMinutes(clock.now(), 30) });
    expect((await shop.said(ids.conversation_id)).at(-1)).toMatchObject({
      content: 'уже пишу',
      delivery_status: 'dropped',
    });
  });

  it('answers at its end what was asked meanwhile and has no answer', async () => {
    const { shop, ids } = await muted(30);
    await shop.write('часы работы');
    await takeTurn(shop, clock, ids);
    clock.advance(30);
    await endMute(shop.tools, ids);
    await takeTurn(shop, clock, ids);
    expect((await shop.said(ids.conversation_id)).at(-1)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
  });

  it('answers nothing at its end when a person has answered', async () => {
    const { shop, ids } = await muted(30);
    await shop.write('часы работы');
    await takeTurn(shop, clock, ids);
    await queueMessage(database, { ...ids, role: 'manager', content: 'До семи.' }, clock.now());
    clock.advance(30);
    await endMute(shop.tools, ids);
    await takeTurn(shop, clock, ids);
    expect((await shop.said(ids.conversation_id)).at(-1)).toMatchObject({
      role: 'manager',
      content: 'До семи.',
    });
  });

  it('that was made longer meanwhile goes on', async () => {
    const { shop, ids } = await muted(30);
    await muteBot(database, { ...ids, until: plusMinutes(clock.now(), 60) });
    clock.advance(30);
    await endMute(shop.tools, ids);
    expect(await isMuted(ids)).toBe(true);
    await muteBot(database, { ...ids, until: plusMinutes(clock.now(), 5) });
    clock.advance(10);
    await endMute(shop.tools, ids);
    expect(await isMuted(ids)).toBe(true);
  });

  it('can be ended early, and thanks are no question', async () => {
    const { shop, ids } = await muted(30);
    await queueMessage(database, { ...ids, role: 'manager', content: 'Готово.' }, clock.now());
    await shop.write('спасибо');
    await takeTurn(shop, clock, ids);
    await unmuteBot(database, ids);
    expect(await isMuted(ids)).toBe(false);
    expect(await wakeIfUnanswered(database, { ...ids, now: clock.now() })).toBe(false);
  });
});
