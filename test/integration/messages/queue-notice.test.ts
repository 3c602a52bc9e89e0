import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { queueNotice } from '../../../src/messages/queue-notice.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Said, ShopPlan, Writing } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

/** What a user who wrote once reads when the greeting is sent. */
async function greeted(plan: ShopPlan, writing: Writing = {}): Promise<Said[]> {
  const shop = await openShop(database, clock, plan);
  const { conversation_id } = await shop.write('hello', writing);
  const profile = await loadClientProfile(database, shop.client_id);
  await queueNotice(database, { profile, conversation_id, name: 'greeting', now: clock.now() });
  return shop.said(conversation_id);
}

describe('A notice', () => {
  it("is said in the user's language when it is one of ours", async () => {
    const [notice] = await greeted({ language: 'ru' }, { language_code: 'en-GB' });
    expect(notice).toMatchObject({ role: 'system', notice: 'greeting', delivery_status: 'queued' });
    expect(notice?.content).toBe(
      'Hello, Анна! This is Coffee Point. Tell me what you need: I will answer right away or bring in a colleague.',
    );
  });

  it("is said in the client's language otherwise", async () => {
    expect((await greeted({ language: 'en' }, { language_code: 'fi' }))[0]?.content).toContain(
      'This is Coffee Point',
    );
  });

  it('is said in Kazakh to who writes Kazakh, whatever language their phone is in', async () => {
    const shop = await openShop(database, clock);
    const from = { language_code: 'ru' };
    await shop.write('Сәлеметсіз бе, қашан ашыласыз?', from);
    const { conversation_id } = await shop.write('ок', from);
    const profile = await loadClientProfile(database, shop.client_id);
    const opens_at = new Date('2026-11-24T09:30:00Z');
    const notice = { profile, conversation_id, now: clock.now() };
    await queueNotice(database, { ...notice, name: 'handover_closed_hours', facts: { opens_at } });
    await queueNotice(database, { ...notice, name: 'deferred', facts: { minutes: 80 } });
    expect((await shop.said(conversation_id)).map(({ content }) => content)).toEqual([
      expect.stringContaining('ертең сағат 09:30-да ашыламыз'),
      expect.stringContaining('1 сағат 20 минут өткен соң әріптесім қосылады'),
    ]);
  });

  it("names times in the user's language, in the client's own words in the client's", async () => {
    const minutesSaidBy = async (notices: Record<string, string>): Promise<string | undefined> => {
      const shop = await openShop(database, clock, { notices });
      const { conversation_id } = await shop.write('hello', { language_code: 'en' });
      const profile = await loadClientProfile(database, shop.client_id);
      const deferred = { name: 'deferred', facts: { minutes: 5 } } as const;
      await queueNotice(database, { profile, conversation_id, ...deferred, now: clock.now() });
      return (await shop.said(conversation_id))[0]?.content;
    };
    expect(await minutesSaidBy({})).toContain('a colleague joins in 5 minutes');
    expect(await minutesSaidBy({ deferred: 'Ещё {minutes}' })).toBe('Ещё 5 минут');
  });

  it("is said in the client's own words, with the names put in", async () => {
    const [notice] = await greeted({ notices: { greeting: 'Салют, {user_name}, тут {client_name}' } });
    expect(notice?.content).toBe('Салют, Анна, тут Coffee Point');
  });

  describe('with words of the client for some languages', () => {
    const notices = { greeting: { all: 'Салют, {user_name}!', kk: 'Қош келдіңіз, {user_name}!' } };

    it('is said in them to who reads such a language, in the words for all to others', async () => {
      expect((await greeted({ notices }, { language_code: 'kk' }))[0]?.content).toBe('Қош келдіңіз, Анна!');
      expect((await greeted({ notices }, { language_code: 'en' }))[0]?.content).toBe('Салют, Анна!');
    });

    it('is said in ours where the client has none for the language nor for all', async () => {
      const own = { notices: { greeting: { kk: 'Қош келдіңіз!' } } };
      expect((await greeted(own, { language_code: 'en' }))[0]?.content).toMatch(/^Hello, Анна!/);
    });

    it('is said in Kazakh to who writes it on a Russian phone, times and all', async () => {
      const shop = await openShop(database, clock, {
        notices: { deferred: { all: 'Ещё {minutes}', kk: 'Тағы {minutes}' } },
      });
      const { conversation_id } = await shop.write('Сәлеметсіз бе, қашан ашыласыз?', { language_code: 'ru' });
      const profile = await loadClientProfile(database, shop.client_id);
      const deferred = { name: 'deferred', facts: { minutes: 80 } } as const;
      await queueNotice(database, { profile, conversation_id, ...deferred, now: clock.now() });
      expect((await shop.said(conversation_id))[0]?.content).toBe('Тағы 1 сағат 20 минут');
    });
  });

  it('is not said in the name of a client that is suspended, whatever runs out meanwhile', async () => {
    const shop = await openShop(database, clock);
    const { conversation_id } = await shop.write('hello');
    await database.query(sql`UPDATE clients SET status = 'suspended' WHERE id = ${shop.client_id}`);
    const profile = await loadClientProfile(database, shop.client_id);
    await queueNotice(database, { profile, conversation_id, name: 'timeout', now: clock.now() });
    expect(await shop.said(conversation_id)).toEqual([]);
  });

  it('is not said when the client wants nothing said', async () => {
    expect(await greeted({ notices: { greeting: '' } })).toEqual([]);
  });
});
