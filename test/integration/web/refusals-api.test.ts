import { fixedClock } from '../../support/clock.js';
import { testApi } from '../../support/api.js';
import type { Asking } from '../../support/api.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import { en } from '../../../web/panel/texts/languages/en.js';
import { kk } from '../../../web/panel/texts/languages/kk.js';
import { ru } from '../../../web/panel/texts/languages/ru.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const api = await testApi(database, { clock });

type Told = {
  error: {
    code: string;
    message: string;
    params?: Record<string, unknown>;
    fields: Record<string, string>;
    reasons: Record<string, string>;
    reason_params: Record<string, unknown>;
  };
};

describe('What the API refuses', () => {
  let anna: Asking;
  let client: string;
  beforeEach(async () => {
    const shop = await openShop(database, clock);
    anna = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    client = `/api/clients/${shop.client_id}`;
  });

  it('brings, beside the English, the reason of each field and the numbers its words need', async () => {
    const { revision } = (await anna.get(`${client}/settings`)).body<{ revision: string }>();
    const refused = await anna.send('PATCH', `${client}/settings`, {
      ...{ revision, debounce_ms: 90_000, handover_keywords: ['а'], name: '', media_action: 'ignore' },
      ...{ telegram_chat_id: 'the group', working_hours: { mon: ['9 to 5'] }, no_count_limit: 1.5 },
    });
    expect(refused.status).toBe(400);
    const { error } = refused.body<Told>();
    expect(error).toMatchObject({
      code: 'fields_invalid',
      fields: { telegram_chat_id: expect.stringContaining('must be the id of a group') },
      reasons: {
        debounce_ms: 'too_big',
        'handover_keywords.0': 'too_short',
        media_action: 'not_among',
        name: 'empty',
        no_count_limit: 'wrong_kind',
        telegram_chat_id: 'no_group',
        'working_hours.mon.0': 'no_span',
      },
      reason_params: {
        debounce_ms: { maximum: 60_000 },
        'handover_keywords.0': { minimum: 2 },
        media_action: { allowed: ['handover', 'notice', 'transcribe'] },
        no_count_limit: { kind: 'int' },
      },
    });
    expect(error.reason_params).not.toHaveProperty('name');
  });

  it('tells of settings that contradict each other alike, before they are saved and when they are', async () => {
    const wrong = { reminder_timeout_1: 20, reminder_timeout_2: 10 };
    const why = {
      reasons: { reminder_timeout_2: 'not_after_first_reminder' },
      reason_params: { reminder_timeout_2: { minutes: 20 } },
    };
    const ahead = await anna.send('POST', `${client}/settings/preview`, wrong);
    expect(ahead.body()).toMatchObject({ problems: { reminder_timeout_2: expect.any(String) }, ...why });
    const { revision } = (await anna.get(`${client}/settings`)).body<{ revision: string }>();
    const saved = await anna.send('PATCH', `${client}/settings`, { ...wrong, revision });
    expect(saved.body()).toMatchObject({ error: why });
  });

  it('says how long somebody has to wait who tried too often', async () => {
    const attempt = { email: 'nobody@example.com', password: 'not the password' };
    let told: Told['error'] | undefined;
    for (let count = 0; count < 30 && told?.code !== 'too_many_tries'; count += 1)
      told = (await api.send('POST', '/api/sign-in', attempt)).body<Told>().error;
    expect(told).toMatchObject({ code: 'too_many_tries', params: { minutes: expect.any(Number) } });
  });

  it('is put into words with these numbers in each language', () => {
    const wordsOf = ({ refusals }: typeof en): string[] => [
      refusals.reasons.too_long({ maximum: 8000 }),
      refusals.reasons.not_among({ allowed: 'ru, en' }),
      refusals.codes.taken_by_other({ who: 'Айгуль' }),
      refusals.codes.too_many_tries({ minutes: 2 }),
    ];
    expect(wordsOf(en)).toEqual([
      'At most 8,000 characters',
      'Choose one of these: ru, en',
      'Айгуль has taken this request. Look at it again.',
      'Too many attempts. Wait 2 minutes and try again.',
    ]);
    expect(wordsOf(ru).map((words) => words.replaceAll(/\s/g, ' '))).toEqual([
      'Не больше 8 000 символов',
      'Выберите одно из: ru, en',
      'Этот запрос уже взят (Айгуль). Посмотрите на него ещё раз.',
      'Слишком много попыток. Подождите 2 минуты и попробуйте ещё раз.',
    ]);
    expect(wordsOf(kk).map((words) => words.replaceAll(/\s/g, ' '))).toEqual([
      'Ең көбі 8 000 таңба',
      'Осылардың бірін таңдаңыз: ru, en',
      'Бұл сұрауды Айгуль алған. Оны қайта қараңыз.',
      'Әрекет тым көп болды. 2 минут күтіп, қайталап көріңіз.',
    ]);
  });
});
