import { clearAlarm, openAlarms, raiseAlarm } from '../../../src/integrations/alarms.js';
import { claimAlarm, markRefused, markTold } from '../../../src/integrations/tell-owner.js';
import type { AlarmToTell } from '../../../src/integrations/tell-owner.js';
import { sql } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';

const { database } = await testDatabase();
const tools = { db: database, logger: silentLogger };

/** A client with a customers' bot and a managers' bot, both connected, and its group. */
async function setting(owner = '4711') {
  const clock = fixedClock('2026-11-23T10:00:00Z');
  const shop = await openShop(database, clock, { settings: { owner_telegram_id: owner } });
  const { client_id, integration_id } = shop;
  const row = await database.one<{ customers: string; managers: string; name: string }>(sql`
    UPDATE integrations i SET credentials_hash = 'customers-' || i.client_id, status = 'connected'
    FROM client_settings s, clients c
    WHERE i.id = ${integration_id} AND s.client_id = i.client_id AND c.id = i.client_id
    RETURNING 'telegram:' || i.credentials_hash AS customers, 'telegram:' || s.telegram_bot_token_hash AS managers, c.name`);
  for (const key of [row.customers, row.managers])
    await database.query(sql`
      INSERT INTO leases (key, holder, bell_queue, expires_at) VALUES (${key}, 'test', 'test', now() + interval '1 hour')`);
  const alarm = { client_id, kind: 'token_revoked' as const, subject: integration_id as string };
  const claim = (sender_key: string) => claimAlarm(database, { sender_key, now: clock.now() });
  const must = async (sender_key: string): Promise<AlarmToTell> => {
    const claimed = await claim(sender_key);
    if (!claimed) throw new Error('there is nothing to tell');
    return claimed;
  };
  const groupAlarms = () =>
    database.query<{ payload: { text: { text: string }[] } }>(
      sql`SELECT payload FROM topic_posts WHERE client_id = ${client_id} AND kind = 'alarm' ORDER BY created_at`,
    );
  return { ...row, clock, shop, client_id, alarm, claim, must, groupAlarms };
}

describe('An alarm', () => {
  it('is one, however often it is noticed, and is told by a bot that works', async () => {
    const { alarm, clock, managers, must, claim, name } = await setting();
    expect(await raiseAlarm(tools, alarm, clock.now())).toBe(true);
    expect(await raiseAlarm(tools, alarm, clock.now())).toBe(false);
    const claimed = await must(managers);
    expect(claimed).toMatchObject({ owner_chat: 4711, is_over: false });
    expect(claimed.text).toMatch(new RegExp(`^⚠️ ${name}: нужна ваша помощь[^]*@BotFather`));
    expect(await claim(managers)).toBeNull();
    await markTold(database, claimed, clock.now());
    expect(await claim(managers)).toBeNull();
    expect((await openAlarms(database)).filter(({ subject }) => subject.includes('connection'))).not.toEqual(
      [],
    );
  });

  it('is told again a day later while it stays, seven times at most', async () => {
    const { alarm, clock, managers, claim, must } = await setting();
    await raiseAlarm(tools, alarm, clock.now());
    for (let day = 0; day < 7; day += 1) {
      const claimed = await must(managers);
      expect(claimed.text).toMatch(day === 0 ? /нужна ваша помощь/ : /всё ещё не исправлено/);
      await markTold(database, claimed, clock.now());
      clock.advance(23 * 60);
      expect(await claim(managers)).toBeNull();
      clock.advance(60);
    }
    expect(await claim(managers)).toBeNull();
  });

  it('is told once more by whoever comes after a process that was killed while telling', async () => {
    const { alarm, clock, managers, customers, must, claim } = await setting();
    await raiseAlarm(tools, alarm, clock.now());
    await must(managers);
    expect(await claim(customers)).toBeNull();
    clock.advance(1);
    await must(customers);
  });

  it('that is put right is told so, but only to an owner who knew of it', async () => {
    const { alarm, clock, managers, must, claim } = await setting();
    await raiseAlarm(tools, alarm, clock.now());
    await clearAlarm(tools, alarm, clock.now());
    expect(await claim(managers)).toBeNull();
    await raiseAlarm(tools, alarm, clock.now());
    const claimed = await must(managers);
    // It ends while it is being told.
    await clearAlarm(tools, alarm, clock.now());
    await markTold(database, claimed, clock.now());
    const over = await must(managers);
    expect(over).toMatchObject({ is_over: true, text: expect.stringMatching(/^✅[^]*снова в порядке/) });
    await markTold(database, over, clock.now());
    expect(await claim(managers)).toBeNull();
  });

  it('goes from bot to bot and then to the group, where the owner is called', async () => {
    const { shop, clock, managers, customers, must, claim, groupAlarms, client_id } = await setting();
    await raiseAlarm(tools, { client_id, kind: 'bot_not_admin', subject: 'group' }, clock.now());
    const first = await must(customers);
    expect(await markRefused(database, first, { sender_key: customers, now: clock.now() })).toBeNull();
    expect(await claim(customers)).toBeNull();
    const second = await must(managers);
    expect(await markRefused(database, second, { sender_key: managers, now: clock.now() })).toBe(managers);
    const [post] = await groupAlarms();
    expect(post?.payload.text[0]).toEqual({ text: '4711', mention: { telegram_user_id: 4711 } });
    expect(await claim(managers)).toBeNull();
    expect(shop.client_id).toBe(client_id);
  });

  it('that nobody can be told of is tried again within the hour', async () => {
    const { clock, managers, customers, must, claim, groupAlarms, client_id } = await setting('@who_is_that');
    await raiseAlarm(tools, { client_id, kind: 'bot_removed', subject: 'group' }, clock.now());
    const claimed = await must(managers);
    expect(claimed.owner_chat).toBeNull();
    await markRefused(database, claimed, { sender_key: managers, now: clock.now() });
    expect(await groupAlarms()).toEqual([]);
    expect(await claim(customers)).toBeNull();
    clock.advance(60);
    await must(customers);
  });

  it('finds an owner by name among the managers, and tells nobody of another client', async () => {
    const { alarm, clock, managers, client_id, must } = await setting('@Marat');
    const stranger = await setting();
    await database.query(sql`
      INSERT INTO managers (client_id, telegram_user_id, name, username) VALUES (${client_id}, 99, 'Марат', 'marat')`);
    await raiseAlarm(tools, alarm, clock.now());
    expect(await stranger.claim(stranger.managers)).toBeNull();
    expect((await must(managers)).owner_chat).toBe(99);
  });
});
