import { requestHandover } from '../../../src/handovers/request-handover.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
// A Monday, 10:00 in Almaty.
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });

type Opened = { revision: string; values: Record<string, unknown>; settings: Record<string, unknown>[] };

const settingsOf = ({ client_id }: Shop): string => `/api/clients/${client_id}/settings`;

async function openSettings(shop: Shop, by: Asking, language = 'ru'): Promise<Opened> {
  return (await by.get(`${settingsOf(shop)}?language=${language}`)).body<Opened>();
}

/** A customer who waits for a person since now. */
async function somebodyWaits(shop: Shop): Promise<void> {
  const { conversation_id, user_id } = await shop.write('позовите человека');
  const profile = await loadClientProfile(database, shop.client_id);
  const now = clock.now();
  await database.transaction((tx) =>
    requestHandover(tx, {
      ...{ profile, conversation_id, user_id, now, opening_message_at: now, summary: null },
      ...{ reason: 'asked_for_human', trigger_type: 'keyword', explicit: true },
    }),
  );
}

const at = (time: string): string => new Date(`2026-11-23T${time}:00+05:00`).toISOString();

async function remindedAt({ client_id }: Shop): Promise<string> {
  const { due } = await database.one<{ due: Date }>(
    sql`SELECT reminder_1_due_at AS due FROM handovers WHERE client_id = ${client_id}`,
  );
  return due.toISOString();
}

describe('The settings over the API', () => {
  let shop: Shop;
  let anna: Asking & { email: string };
  beforeEach(async () => {
    shop = await openShop(database, clock, { settings: { telegram_chat_id: '-1001234567890' } });
    anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
  });
  afterEach(() =>
    database.query(
      sql`UPDATE client_settings SET telegram_chat_id = NULL WHERE client_id = ${shop.client_id}`,
    ),
  );

  it('are explained in the language of the reader, with what they are unless somebody sets them', async () => {
    const { settings, values } = await openSettings(shop, anna, 'kk');
    const { has_telegram_bot_token, ...shown } = values;
    expect(has_telegram_bot_token).toBe(true);
    expect(new Set(settings.map(({ name }) => name))).toEqual(
      new Set([...Object.keys(shown), 'telegram_bot_token']),
    );
    expect(settings.find(({ name }) => name === 'reminder_timeout_1')).toMatchObject({
      ...{ title: 'Бірінші еске салу', kind: 'minutes', default: 30, choices: null },
    });
    expect(settings.find(({ name }) => name === 'reply_policy')).toMatchObject({
      choices: [
        { value: 'taker', title: 'Тек алған адам' },
        { value: 'any_manager', title: 'Кез келген менеджер' },
      ],
    });
  });

  it('move the due times of who waits already, as the preview said', async () => {
    await somebodyWaits(shop);
    expect(await remindedAt(shop)).toBe(at('10:30'));
    const { revision } = await openSettings(shop, anna);
    const changes = {
      reminder_timeout_1: 10,
      timezone: 'Asia/Almaty',
      working_hours: { mon: ['11:00-13:00'] },
    };
    const preview = await anna.send('POST', `${settingsOf(shop)}/preview`, changes);
    expect(preview.body()).toMatchObject({
      problems: {},
      request: { is_open: false, opens_at: at('11:00'), reminder_1_due_at: at('11:10') },
      open_handovers: [
        { before: { reminder_1_due_at: at('10:30') }, after: { reminder_1_due_at: at('11:10') } },
      ],
    });
    expect(await remindedAt(shop)).toBe(at('10:30'));
    expect((await anna.send('PATCH', settingsOf(shop), { revision, ...changes })).status).toBe(200);
    expect(await remindedAt(shop)).toBe(at('11:10'));
  });

  it('show both versions to whoever saves after somebody else, and take the second try', async () => {
    const opened = await openSettings(shop, anna);
    const first = await anna.send('PATCH', settingsOf(shop), {
      revision: opened.revision,
      no_count_limit: 5,
      working_hours: { sat: ['10:00-16:00'], 'mon-fri': ['09:00-18:00'] },
    });
    const stale = await anna.send('PATCH', settingsOf(shop), {
      revision: opened.revision,
      no_count_limit: 7,
      telegram_bot_token: `123456789:${'A'.repeat(35)}`,
    });
    expect(stale.status).toBe(409);
    expect(stale.body()).toMatchObject({
      error: {
        code: 'stale_edit',
        current: { values: { no_count_limit: 5 } },
        yours: { no_count_limit: 7, telegram_bot_token: 'a sealed secret' },
      },
    });
    const { revision } = first.body<Opened>();
    const again = await anna.send('PATCH', settingsOf(shop), { revision, no_count_limit: 7 });
    expect(again.body()).toMatchObject({ values: { no_count_limit: 7 } });
  });

  it('saved by two people in the same moment keep what one of them wrote', async () => {
    const { revision } = await openSettings(shop, anna);
    const save = (no_count_limit: number) =>
      anna.send('PATCH', settingsOf(shop), { revision, no_count_limit });
    const answers = await Promise.all([save(5), save(6), save(7)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409,
    ]);
    const saved = answers.find(({ status }) => status === 200)?.body<Opened>().values['no_count_limit'];
    expect((await openSettings(shop, anna)).values['no_count_limit']).toBe(saved);
  });

  it('say beside each field what is wrong with it, and change nothing then', async () => {
    const { revision } = await openSettings(shop, anna);
    const refusedFor = async (changes: unknown): Promise<unknown> => {
      const answer = await anna.send('PATCH', settingsOf(shop), { revision, ...(changes as object) });
      expect(answer.status).toBe(400);
      return answer.body<{ error: { fields: unknown } }>().error.fields;
    };
    expect(await refusedFor({ reminder_timeout_1: 90 })).toEqual({
      reminder_timeout_2: expect.stringContaining('Must be later than reminder_timeout_1'),
    });
    expect(await refusedFor({ topic_mode: 'never' })).toEqual({
      topic_mode: 'must be handover or always',
    });
    expect(await refusedFor({ working_hours: { mon: ['9-18'] } })).toMatchObject({
      'working_hours.mon.0': expect.stringContaining('Not a span of time'),
    });
    const other = await openShop(database, clock, { settings: { telegram_chat_id: '-100987654321' } });
    expect(other.client_id).not.toBe(shop.client_id);
    expect(await refusedFor({ telegram_chat_id: '-100987654321' })).toEqual({
      telegram_chat_id: 'belongs to another client already',
    });
    expect((await openSettings(shop, anna)).revision).toBe(revision);
  });

  it("keep the token of the managers' bot to themselves, in what is shown and in the audit", async () => {
    const token = `123456789:${'B'.repeat(35)}`;
    const { revision } = await openSettings(shop, anna);
    await anna.send('PATCH', settingsOf(shop), { revision, telegram_bot_token: token });
    expect(JSON.stringify(await openSettings(shop, anna))).not.toContain(token);
    const events = await database.query(sql`
      SELECT actor, action, subject, before, after FROM audit_events WHERE client_id = ${shop.client_id}`);
    expect(events).toEqual([
      {
        ...{ actor: anna.email, action: 'change', subject: 'settings' },
        before: { telegram_bot_token: 'a sealed secret' },
        after: { telegram_bot_token: 'a sealed secret' },
      },
    ]);
  });
});
