import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { closeOverdueHandover } from '../../../src/handovers/close-overdue.js';
import {
  closesStatement,
  deferredStatement,
  dueCloses,
  dueReminders,
  remindersStatement,
} from '../../../src/handovers/due-handovers.js';
import { jumpForward } from '../../../src/handovers/jump-forward.js';
import { listOpenHandovers } from '../../../src/handovers/open-handovers.js';
import { remindHandover } from '../../../src/handovers/remind.js';
import { recomputeDueTimes } from '../../../src/handovers/settings-changed.js';
import { userWroteDuringHandover } from '../../../src/handovers/user-wrote.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';
import { callPerson, latestHandover } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

async function asked(
  settings: Record<string, unknown> = {},
): Promise<{ shop: Shop; group: Group; user: Received }> {
  const shop = await openShop(database, clock, { settings: { owner_telegram_id: '@owner', ...settings } });
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await group.deliver();
  return { shop, group, user };
}

/** One pass over what is due now for this shop, as the sweep and the workers make it; two workers at once. */
async function pass(shop: Shop): Promise<void> {
  const own = ({ client_id }: { client_id: string }): boolean => client_id === shop.client_id;
  const reminders = (await dueReminders(database, clock.now(), 1000)).filter(own);
  const closes = (await dueCloses(database, clock.now(), 1000)).filter(own);
  for (const ids of reminders)
    await Promise.all([remindHandover(shop.tools, ids), remindHandover(shop.tools, ids)]);
  for (const ids of closes)
    await Promise.all([closeOverdueHandover(shop.tools, ids), closeOverdueHandover(shop.tools, ids)]);
}

async function userWrites(shop: Shop, user: Received, more: { is_pleasantry?: boolean } = {}): Promise<void> {
  const profile = await loadClientProfile(database, shop.client_id);
  const { id } = await latestHandover(database, shop, user);
  await database.transaction((tx) =>
    userWroteDuringHandover(tx, {
      profile,
      handover_id: id,
      message_at: clock.now(),
      is_pleasantry: false,
      now: clock.now(),
      ...more,
    }),
  );
}

describe('Nobody is forgotten', () => {
  it('reminds once, then urgently with the owner, then closes with a notice', async () => {
    const { shop, group, user } = await asked();
    clock.advance(29);
    await pass(shop);
    await group.deliver();
    expect(group.all('reminder')).toEqual([]);
    clock.advance(1);
    await pass(shop);
    await pass(shop);
    await group.deliver();
    expect(group.all('reminder')).toEqual([expect.stringContaining('Анна ждёт ответа уже 30 минут')]);
    expect(group.find('reminder').content).toMatchObject({ reply_to_external_id: group.find('card').id });
    clock.advance(30);
    await pass(shop);
    await pass(shop);
    await group.deliver();
    expect(group.all('reminder')).toHaveLength(2);
    expect(group.find('reminder').text).toMatch(/^@owner 🔥 Срочно: Анна ждёт 1 час/);
    clock.advance(60);
    await pass(shop);
    await group.deliver();
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'timeout' });
    expect(group.find('card').text).toContain('Закрыто по времени');
    expect((await shop.said(user.conversation_id)).map(({ notice }) => notice)).toEqual([
      'handover_opened',
      'timeout',
    ]);
  });

  it('tags the taker who has not answered', async () => {
    const { shop, group } = await asked();
    await group.press(group.find('card'), 'Беру');
    clock.advance(30);
    await pass(shop);
    await group.deliver();
    const { content } = group.find('reminder');
    expect(group.find('reminder').text).toMatch(/^⏰ Тимур, вас ждёт Анна/);
    expect(content.type === 'text' && content.text).toContainEqual({
      text: 'Тимур',
      mention: { telegram_user_id: 11 },
    });
  });

  it('is silent while the last word is ours, and reminds again of the next wait', async () => {
    const { shop, group, user } = await asked();
    clock.advance(30);
    await pass(shop);
    await group.press(group.find('card'), 'Беру');
    await group.write('Минуту');
    clock.advance(40);
    await pass(shop);
    await userWrites(shop, user, { is_pleasantry: true });
    expect(await latestHandover(database, shop, user)).toMatchObject({ waiting_since: null });
    await userWrites(shop, user);
    const since = clock.now();
    clock.advance(10);
    await userWrites(shop, user);
    expect(await latestHandover(database, shop, user)).toMatchObject({
      waiting_since: since,
      reminder_1_sent_at: null,
    });
    clock.advance(20);
    await pass(shop);
    await group.deliver();
    expect(group.all('reminder').filter((text) => text.includes('30 минут'))).toHaveLength(1);
    expect(await latestHandover(database, shop, user)).toMatchObject({ reminder_1_sent_at: clock.now() });
  });

  it('after an outage of three hours sends the urgent reminder only and closes nothing in that pass', async () => {
    const { shop, group, user } = await asked();
    clock.advance(180);
    await pass(shop);
    await group.deliver();
    expect(group.all('reminder')).toEqual([expect.stringContaining('Срочно')]);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'pending' });
    clock.advance(59);
    await pass(shop);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'pending' });
    clock.advance(1);
    await pass(shop);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'timeout' });
  });

  it('closes nothing over words of the user that no turn has read yet: they move the closing', async () => {
    const { shop, group, user } = await asked();
    await takeTurn(shop, clock, user);
    await group.press(group.find('card'), 'Беру');
    await group.write('Минуту');
    clock.advance(120);
    await shop.write('и ещё вопрос');
    await pass(shop);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'active' });
    await takeTurn(shop, clock, user);
    await pass(shop);
    const { status, waiting_since, auto_close_due_at } = await latestHandover(database, shop, user);
    expect(status).toBe('active');
    expect(auto_close_due_at!.getTime() - waiting_since!.getTime()).toBe(120 * 60_000);
    clock.advance(180);
    await pass(shop);
    clock.advance(60);
    await pass(shop);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'timeout' });
  });

  it('counts working minutes: the lunch break does not count, and in closed hours the user hears when you open', async () => {
    clock.set('2026-11-24T12:50:00Z');
    const working_hours = JSON.stringify({ 'mon-sun': ['09:00-13:00', '14:00-19:00'] });
    const lunch = await asked({ working_hours });
    expect(await latestHandover(database, lunch.shop, lunch.user)).toMatchObject({
      reminder_1_due_at: new Date('2026-11-24T14:20:00Z'),
    });
    clock.set('2026-11-24T20:00:00Z');
    const night = await asked({ working_hours });
    expect(await night.shop.said(night.user.conversation_id)).toMatchObject([
      { notice: 'handover_closed_hours', content: expect.stringContaining('завтра в 09:00') },
    ]);
    expect(night.group.find('card').text).toContain('откроетесь завтра в 09:00');
    expect(await latestHandover(database, night.shop, night.user)).toMatchObject({
      reminder_1_due_at: new Date('2026-11-25T09:30:00Z'),
    });
  });

  it('moves what is open when the settings change', async () => {
    const { shop, user } = await asked();
    await database.query(
      sql`UPDATE client_settings SET reminder_timeout_1 = 5, auto_close_timeout = 0 WHERE client_id = ${shop.client_id}`,
    );
    const profile = await loadClientProfile(database, shop.client_id);
    await database.transaction((tx) => recomputeDueTimes(tx, profile, clock.now()));
    const { created_at, reminder_1_due_at, auto_close_due_at } = await latestHandover(database, shop, user);
    expect(reminder_1_due_at!.getTime() - created_at.getTime()).toBe(5 * 60_000);
    expect(auto_close_due_at).toBeNull();
  });

  it('counts by the new settings for a manager who pressed while they were being changed', async () => {
    const { shop, group, user } = await asked();
    let pressed: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await tx.query(
        sql`UPDATE client_settings SET reminder_timeout_1 = 5 WHERE client_id = ${shop.client_id}`,
      );
      await recomputeDueTimes(tx, await loadClientProfile(tx, shop.client_id), clock.now());
      pressed = group.press(group.find('card'), 'Беру');
      await eventually(async () => {
        const waiting = await database.query(
          sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return waiting.length > 0;
      });
    });
    await pressed;
    const { status, waiting_since, reminder_1_due_at } = await latestHandover(database, shop, user);
    expect(status).toBe('active');
    expect(reminder_1_due_at!.getTime() - waiting_since!.getTime()).toBe(5 * 60_000);
  });

  it('obeys due times that were changed by hand', async () => {
    const { shop, group, user } = await asked();
    await database.query(
      sql`UPDATE handovers SET reminder_1_due_at = ${clock.now()} WHERE user_id = ${user.user_id}`,
    );
    await pass(shop);
    await group.deliver();
    expect(group.all('reminder')).toHaveLength(1);
    await database.query(
      sql`UPDATE handovers SET reminder_2_due_at = NULL, auto_close_due_at = ${clock.now()} WHERE user_id = ${user.user_id}`,
    );
    await pass(shop);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'timeout' });
  });

  it('jumps forward for one client alone', async () => {
    const one = await asked();
    const other = await asked();
    await database.transaction((tx) => jumpForward(tx, one.shop.client_id, 31));
    await pass(one.shop);
    await pass(other.shop);
    await one.group.deliver();
    await other.group.deliver();
    expect(one.group.all('reminder')).toEqual([expect.stringContaining('31 минут')]);
    expect(other.group.all('reminder')).toEqual([]);
    expect(await listOpenHandovers(database, one.shop.client_id)).toMatchObject([
      { user_name: 'Анна', status: 'pending' },
    ]);
  });
});

describe('The sweep', () => {
  it('takes work fairly: a client with much due does not keep another one waiting', async () => {
    clock.set('2026-12-01T10:00:00Z');
    const busy = await openShop(database, clock);
    for (let who = 0; who < 5; who += 1)
      await callPerson(database, busy, await busy.write('человека', { who: `busy${who}` }));
    clock.advance(1);
    const quiet = await openShop(database, clock);
    await callPerson(database, quiet, await quiet.write('человека'));
    await database.query(sql`
      UPDATE handovers SET reminder_1_due_at = NULL, reminder_2_due_at = NULL, auto_close_due_at = NULL
      WHERE client_id NOT IN (${busy.client_id}, ${quiet.client_id})`);
    clock.advance(45);
    const [first, second] = await dueReminders(database, clock.now(), 2);
    expect(new Set([first?.client_id, second?.client_id])).toEqual(
      new Set([busy.client_id, quiet.client_id]),
    );
  });

  it('reads only what is due, over the partial indexes', async () => {
    const shop = await openShop(database, clock);
    const user = await shop.write('человека');
    await database.query(sql`
      INSERT INTO handovers (client_id, conversation_id, user_id, status, trigger_type, reason, resolved_at)
      SELECT ${shop.client_id}, ${user.conversation_id}, ${user.user_id}, 'resolved', 'manual', 'manual', now() FROM generate_series(1, 20000)`);
    await database.query(sql`ANALYZE handovers`);
    const now = clock.now();
    expect(await plan(remindersStatement(now, 200))).toEqual(
      expect.stringContaining('handovers_reminder_1_due'),
    );
    expect(await plan(remindersStatement(now, 200))).toEqual(
      expect.stringContaining('handovers_reminder_2_due'),
    );
    expect(await plan(closesStatement(now, 200))).toEqual(
      expect.stringContaining('handovers_auto_close_due'),
    );
    for (const statement of [remindersStatement(now, 200), closesStatement(now, 200)])
      expect(await plan(statement)).not.toContain('Seq Scan');
    await database.query(sql`
      INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id, status, closed_at)
      SELECT ${shop.client_id}, ${user.user_id}, ${shop.integration_id}, 'telegram', 'old', 'closed', now() FROM generate_series(1, 5000)`);
    await database.query(sql`ANALYZE conversations`);
    const deferred = await plan(deferredStatement(now, 200));
    expect(deferred).toContain('conversations_deferred_due');
    expect(deferred).not.toContain('Seq Scan');
  });
});

async function plan(statement: ReturnType<typeof remindersStatement>): Promise<string> {
  const rows = await database.query<{ 'QUERY PLAN': string }>(sql`EXPLAIN ${statement}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
