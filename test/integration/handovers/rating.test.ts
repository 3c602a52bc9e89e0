import { pressRating, rateHandover } from '../../../src/handovers/rate.js';
import type { RatingPressed } from '../../../src/handovers/rate.js';
import type { Stars } from '../../../src/handovers/stars.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import type { HandoverId } from '../../../src/shared/ids.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop, ShopPlan } from '../../support/shop.js';
import { callPerson, latestHandover } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

type Resolved = { shop: Shop; group: Group; user: Received; handover_id: HandoverId };

async function resolved(plan: ShopPlan = {}, { answered = true } = {}): Promise<Resolved> {
  const shop = await openShop(database, clock, plan);
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await group.deliver();
  await group.press(group.find('card'), 'Беру');
  if (answered) await group.write('Всё исправили');
  clock.advance(1);
  await group.press(group.find('card'), 'Решено');
  clock.advance(1);
  return { shop, group, user, handover_id: (await latestHandover(database, shop, user)).id };
}

let presses = 0;

function press(
  { shop, handover_id }: Resolved,
  stars: Stars,
  id = `press-${(presses += 1)}`,
): Promise<RatingPressed> {
  const message = inboundMessage(`⭐ ${stars}`, clock.now(), { external_message_id: id });
  return pressRating(shop.tools, {
    ...shop,
    message: { ...message, kind: 'button', rating: { handover_id, stars } },
  });
}

async function ratingOf({ handover_id }: Resolved) {
  return database.one<{ rating: number | null; rated_at: Date | null; rating_asked_at: Date | null }>(sql`
    SELECT rating, rated_at, rating_asked_at FROM handovers WHERE id = ${handover_id}`);
}

async function events({ handover_id }: Resolved): Promise<number[]> {
  const rows = await database.query<{ rating: number }>(sql`
    SELECT (detail->>'rating')::int AS rating FROM handover_events WHERE handover_id = ${handover_id} AND type = 'rated' ORDER BY id`);
  return rows.map(({ rating }) => rating);
}

const asked = async ({ shop, user }: Resolved): Promise<boolean> =>
  (await shop.said(user.conversation_id)).some(({ notice }) => notice === 'rating');

describe('The question for a rating', () => {
  it('comes after [Решено] when a person has answered, with five stars under it', async () => {
    const at = await resolved();
    expect(await asked(at)).toBe(true);
    expect((await ratingOf(at)).rating_asked_at).not.toBeNull();
    const { buttons } = await database.one<{ buttons: { label: string }[][] }>(sql`
      SELECT buttons FROM messages WHERE handover_id = ${at.handover_id} AND notice = 'rating'`);
    expect(buttons.map((row) => row.map(({ label }) => label))).toEqual([
      ['⭐ 1', '⭐ 2', '⭐ 3', '⭐ 4', '⭐ 5'],
    ]);
  });

  it('does not come where nobody answered, ratings are off, or the notice is empty', async () => {
    expect(await asked(await resolved({}, { answered: false }))).toBe(false);
    expect(await asked(await resolved({ settings: { csat_enabled: false } }))).toBe(false);
    const silent = await resolved({ notices: { rating: '' } });
    expect(await asked(silent)).toBe(false);
    expect((await ratingOf(silent)).rating_asked_at).toBeNull();
  });
});

describe('A star that was pressed', () => {
  it('is kept with the request, shown on its card, and answered by nobody', async () => {
    const at = await resolved();
    expect(await press(at, 5)).toEqual({ is_rated: true, stars: 5, language: 'ru' });
    expect(await ratingOf(at)).toMatchObject({ rating: 5, rated_at: clock.now() });
    await at.group.deliver();
    expect(at.group.find('card').text).toMatch(/Решено: Тимур, [\d:]+\n⭐ Оценка клиента: 5 из 5/);
    expect(await at.shop.handovers(at.user.user_id)).toHaveLength(1);
  });

  it('counts once however often it is delivered, and gives way to another one', async () => {
    const at = await resolved();
    await Promise.all([press(at, 4, 'p-same'), press(at, 4, 'p-same')]);
    const first = await ratingOf(at);
    clock.advance(1);
    await press(at, 4, 'p-same');
    expect(await ratingOf(at)).toEqual(first);
    expect(await events(at)).toEqual([4]);
    expect(await press(at, 2)).toMatchObject({ is_rated: true });
    expect(await ratingOf(at)).toMatchObject({ rating: 2, rated_at: clock.now() });
    expect(await events(at)).toEqual([4, 2]);
  });

  it('counts after thanks, but not after another message', async () => {
    const at = await resolved();
    await at.shop.write('спасибо большое!');
    clock.advance(1);
    expect(await press(at, 5)).toMatchObject({ is_rated: true });
    await at.shop.write('а доставка у вас есть?');
    clock.advance(1);
    expect(await press(at, 1)).toMatchObject({ is_rated: false });
    expect(await ratingOf(at)).toMatchObject({ rating: 5 });
  });

  it('counts for a day', async () => {
    const at = await resolved();
    clock.advance(24 * 60 - 2);
    expect(await press(at, 4)).toMatchObject({ is_rated: true });
    clock.advance(2);
    expect(await press(at, 5)).toMatchObject({ is_rated: false });
  });

  it('rates only the presser’s own request, and none that nobody was asked about', async () => {
    const at = await resolved();
    const other = await at.shop.write('привет', { who: '701' });
    const profile = await loadClientProfile(database, at.shop.client_id);
    const rate = (user_id: typeof other.user_id) =>
      database.transaction((tx) =>
        rateHandover(tx, { profile, user_id, handover_id: at.handover_id, stars: 1, now: clock.now() }),
      );
    expect(await rate(other.user_id)).toBe(false);
    const unasked = await resolved({ settings: { csat_enabled: false } });
    expect(await press(unasked, 5)).toMatchObject({ is_rated: false });
  });
});
