import { randomUUID } from 'node:crypto';
import { testApi } from '../../support/api.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { olga, timur } from '../../support/group.js';
import { takeTurn } from '../../support/turns.js';
import { thriceAtOnce, waitingRequest, words } from './waiting-request.js';
import type { Listed } from './waiting-request.js';
import { mirrorConversation } from '../../../src/topics/mirror-conversation.js';
import { sql } from '../../../src/shared/database.js';

// What managers do with the buttons of a card, done in the panel: the group shows it as it shows a press.
const { database } = await testDatabase();
const clock = fixedClock('2026-11-20T10:00:00Z');
const api = await testApi(database, { clock });

const waiting = (settings: Record<string, unknown> = {}) =>
  waitingRequest({ database, clock, api }, settings);

describe('a request in the panel', () => {
  it('is taken: the card in the group names the admin, and a manager who presses [Беру] is told who has it', async () => {
    const { group, anna, one, board } = await waiting();
    const answer = await anna.send('POST', `${one}/take`);
    expect(answer.body()).toMatchObject({ status: 'active', assigned_to_name: 'Анна', is_mine: true });
    expect(await board('waiting')).toEqual([]);
    expect(await board('in_work', '&manager=me')).toMatchObject([{ is_mine: true }]);
    const stale = group.find('card');
    const told = await group.press(stale, 'Беру', timur);
    expect(told).toMatchObject({ alert: true, text: expect.stringContaining('Анна') });
    await group.deliver();
    expect(group.find('card').text).toContain('Анна');
    expect(group.find('card').buttons).toEqual(['Решено', 'Вернуть боту', 'Передать']);
  });

  it('of a press in the group and one in the panel at the same moment, one has it and the other is told who', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { shop, group, anna, one } = await waiting();
      const card = group.find('card');
      const [inPanel, inGroup] = await Promise.all([
        anna.send('POST', `${one}/take`),
        group.press(card, 'Беру', timur),
      ]);
      const [row] = await database.query<{ name: string; takes: number }>(sql`
        SELECT h.assigned_to_name AS name, (SELECT count(*) FROM handover_events e
          WHERE e.client_id = h.client_id AND e.handover_id = h.id AND e.type = 'taken') AS takes
        FROM handovers h WHERE h.client_id = ${shop.client_id}`);
      expect(row?.takes).toBe(1);
      if (inPanel.status === 200) {
        expect(row?.name).toBe('Анна');
        expect(inGroup).toMatchObject({ alert: true, text: expect.stringContaining('Анна') });
      } else {
        expect(row?.name).toBe('Тимур');
        expect(inGroup.alert).toBe(false);
        expect(inPanel.body()).toMatchObject({
          error: { code: 'taken_by_other', message: expect.stringContaining('Тимур') },
        });
      }
    }
  }, 60_000);

  it('is answered by who has it: the customer gets it once, however often it is sent, and the topic says who wrote', async () => {
    const { shop, group, anna, one, conversation_id } = await waiting();
    const early = await anna.send('POST', `${one}/messages`, words('Рано'));
    expect(early.body()).toMatchObject({ error: { code: 'not_taken' } });
    await anna.send('POST', `${one}/take`);
    const hello = words('Здравствуйте, это Анна.');
    const sent = await thriceAtOnce(api, { secret: anna.secret, url: `${one}/messages`, body: hello });
    expect([new Set(sent).size, sent[0]?.startsWith('201')]).toEqual([1, true]);
    const audit = await anna.get(`/api/clients/${shop.client_id}/audit`);
    expect(audit.text).not.toContain(hello.text);
    const said = (await shop.said(conversation_id)).filter(({ role }) => role === 'manager');
    expect(said.map(({ content }) => content)).toEqual([hello.text]);
    await mirrorConversation(shop.tools, { client_id: shop.client_id, conversation_id });
    await group.deliver();
    expect(group.find('mirror', hello.text).text).toContain('Анна');
    const [handover] = await database.query<{ answered: boolean; waits: boolean }>(sql`
      SELECT first_response_at IS NOT NULL AS answered, waiting_since IS NOT NULL AS waits FROM handovers
      WHERE client_id = ${shop.client_id}`);
    expect(handover).toEqual({ answered: true, waits: false });
  });

  it('changes hands: another admin takes it over, gives it back to the queue, hands it to a manager, and ends it', async () => {
    const { shop, group, anna, one, board } = await waiting();
    await group.press(group.find('card'), 'Беру', olga);
    const refused = await anna.send('POST', `${one}/messages`, words('Это не моё'));
    expect(refused.body()).toMatchObject({ error: { code: 'taken_by_other' } });
    const over = await anna.send('POST', `${one}/assign`, { to: 'me' });
    expect(over.body()).toMatchObject({ is_mine: true, writing: { is_allowed: true } });
    await group.deliver();
    expect(group.find('card').text).toContain('Анна');
    expect((await anna.send('POST', `${one}/to-queue`)).body()).toMatchObject({ status: 'pending' });
    const [known] = await database.query<{ id: string }>(sql`
      SELECT id FROM managers WHERE client_id = ${shop.client_id} AND name = 'Ольга'`);
    const handed = await anna.send('POST', `${one}/assign`, { to: known?.id });
    expect(handed.body()).toMatchObject({ assigned_to_name: 'Ольга', is_mine: false });
    expect((await anna.send('POST', `${one}/assign`, { to: randomUUID() })).status).toBe(404);
    await anna.send('POST', `${one}/resolve`);
    await group.deliver();
    expect(group.find('card').text).toContain('Анна');
    expect(await board('ended_today')).toMatchObject([{ status: 'resolved', ended_by: 'Анна' }]);
    const late = await anna.send('POST', `${one}/return-to-bot`);
    expect(late.body()).toMatchObject({ error: { code: 'already_ended' } });
  });

  it('is shown page by page, who waits longest first', async () => {
    const { shop, anna, url } = await waiting();
    for (const who of ['701', '702']) {
      clock.advance(5);
      const { conversation_id } = await shop.write('Позовите человека', { who });
      await takeTurn(shop, clock, { conversation_id });
    }
    const whole = (await anna.get(`${url}?column=waiting`)).body<{ items: Listed[] }>().items;
    expect(whole).toHaveLength(3);
    const ids: string[] = [];
    for (let after = ''; ;) {
      const page = (await anna.get(`${url}?column=waiting&limit=1${after}`)).body<{
        items: Listed[];
        next: string | null;
      }>();
      ids.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(ids).toEqual(whole.map(({ id }) => id));
  });
});
