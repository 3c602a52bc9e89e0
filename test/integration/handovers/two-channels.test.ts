import { receiveMessage } from '../../../src/messages/receive-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';
import { callPerson, latestHandover, mirror } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

async function twoBots() {
  const shop = await openShop(database, clock);
  const other = newId<IntegrationId>();
  await database.query(sql`
    INSERT INTO integrations (id, client_id, platform_id, name) VALUES (${other}, ${shop.client_id}, 'telegram', 'second')`);
  const writeThere = (text: string): Promise<Received> => {
    clock.advance(1);
    return receiveMessage(shop.tools, {
      client_id: shop.client_id,
      integration_id: other,
      message: inboundMessage(text, clock.now()),
    });
  };
  return { shop, writeThere };
}

describe('A user on two channels', () => {
  it('has one request and one topic, and is answered where they wrote last', async () => {
    const { shop, writeThere } = await twoBots();
    const group = new Group(database, shop);
    const here = await shop.write('позовите человека');
    await callPerson(database, shop, here);
    const there = await writeThere('вы тут? позовите человека');
    expect(await callPerson(database, shop, there)).toMatchObject({ outcome: 'joined' });
    await mirror(shop, there);
    await group.deliver();
    expect(new Set(group.posts.map(({ thread_id }) => thread_id)).size).toBe(1);
    await group.press(group.find('card'), 'Беру');
    await group.write('Да, слушаю');
    expect(await shop.said(there.conversation_id)).toContainEqual(
      expect.objectContaining({ content: 'Да, слушаю' }),
    );
    await group.press(group.find('card'), 'Вернуть боту');
    const { handback_from_seq, handback_to_seq } = await database.one<{
      handback_from_seq: number;
      handback_to_seq: number;
    }>(sql`
      SELECT handback_from_seq, handback_to_seq FROM conversations WHERE id = ${there.conversation_id}`);
    expect([handback_from_seq, handback_to_seq]).toEqual([2, 2]);
  });

  it('hears of the end, and is asked for a rating, where they wrote last, and rates there', async () => {
    const { shop, writeThere } = await twoBots();
    const group = new Group(database, shop);
    const here = await shop.write('позовите человека');
    await callPerson(database, shop, here);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    const there = await writeThere('лучше пишите сюда');
    await takeTurn(shop, clock, there);
    await group.write('Хорошо');
    clock.advance(1);
    await group.press(group.find('card'), 'Решено');
    expect((await shop.said(here.conversation_id)).map(({ notice }) => notice)).toEqual(['handover_opened']);
    await writeThere('5');
    await takeTurn(shop, clock, there);
    expect((await shop.said(there.conversation_id)).map(({ notice }) => notice)).toEqual([
      null,
      'resolved',
      'rating',
      'rated',
    ]);
    expect(await latestHandover(database, shop, here)).toMatchObject({ status: 'resolved', rating: 5 });
  });

  it('does not have an old talk with the bot poured into a new topic', async () => {
    const { shop, writeThere } = await twoBots();
    const group = new Group(database, shop);
    const there = await writeThere('старый вопрос');
    await database.query(
      sql`UPDATE conversations SET turn_read_seq = last_seq WHERE id = ${there.conversation_id}`,
    );
    await callPerson(database, shop, await shop.write('позовите человека'));
    await writeThere('новый вопрос');
    await mirror(shop, there);
    await group.deliver();
    expect(group.all('mirror')).toContain('новый вопрос');
    expect(group.all('mirror')).not.toContain('старый вопрос');
  });
});
