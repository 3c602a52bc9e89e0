import { testApi } from '../../support/api.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { olga, timur } from '../../support/group.js';
import { quietBell } from '../../support/shop.js';
import { thriceAtOnce, waitingRequest, words } from './waiting-request.js';
import { readStamps } from '../../../src/live/read-stamps.js';
import { sql } from '../../../src/shared/database.js';
import type { ClientId } from '../../../src/shared/ids.js';

// What managers write to each other in the panel: the customer never gets it, colleagues read it in the topic.
const { database } = await testDatabase();
const clock = fixedClock('2026-11-20T10:00:00Z');
const bell = quietBell();
const api = await testApi(database, { clock, app: { bell } });
const waiting = (settings: Record<string, unknown> = {}) =>
  waitingRequest({ database, clock, api }, settings);

type Note = { text: string; manager: string | null; created_at: string };
type Transcript = { notes: Note[]; lines: { role: string }[]; before: number | null };

/** How the request stands, by everything that a clock or a report reads. */
async function standing(client_id: ClientId) {
  return database.one(sql`
    SELECT status, manager_id, taken_at, waiting_since, first_response_at, last_human_at, last_user_at, reminder_1_due_at,
      reminder_2_due_at, auto_close_due_at,
      (SELECT count(*) FROM handover_events e WHERE e.client_id = h.client_id) AS events
    FROM handovers h WHERE client_id = ${client_id}`);
}

describe('a note in the panel', () => {
  it('shows in the topic under its author, needs no take and starts no clock; the customer gets nothing', async () => {
    const { shop, group, anna, one, conversation_id } = await waiting();
    const [before, told] = [await standing(shop.client_id), await shop.said(conversation_id)];
    clock.advance(3);
    const answer = await anna.send('POST', `${one}/notes`, words('Постоянный клиент, не тяните'));
    expect(answer.status).toBe(201);
    expect(bell.rung.at(-1)).toBe('posts');
    expect(await group.deliver()).toEqual(['note']);
    const note = group.find('note');
    expect(note.text).toBe('📝 Заметка: Анна\nПостоянный клиент, не тяните');
    expect(note.thread_id).toBe(group.find('card').thread_id);
    expect(note.buttons).toEqual([]);
    expect(await standing(shop.client_id)).toEqual(before);
    expect(await shop.said(conversation_id)).toEqual(told);
  });

  it('stands in the transcript between what was said before and after it, beside notes from the topic', async () => {
    const { shop, group, anna, one, conversation_id } = await waiting();
    const transcript = async (query = ''): Promise<Transcript> =>
      (await anna.get(`/api/clients/${shop.client_id}/conversations/${conversation_id}${query}`)).body();
    clock.advance(1);
    await anna.send('POST', `${one}/notes`, words('Из панели'));
    clock.advance(1);
    await group.write('// из темы', { from: timur });
    clock.advance(1);
    await group.write('/note командой', { from: olga });
    clock.advance(1);
    await shop.write('Вы тут?');
    const { notes, lines } = await transcript();
    expect(notes.map(({ text, manager }) => [manager, text])).toEqual([
      ['Анна', 'Из панели'],
      ['Тимур', 'из темы'],
      ['Ольга', 'командой'],
    ]);
    // Page by page each stands once, on the page of its time.
    const newest = await transcript('?limit=1');
    expect([newest.lines.length, newest.notes]).toEqual([1, []]);
    const earlier = await transcript(`?limit=50&before=${newest.before}`);
    expect([earlier.lines.length, earlier.notes.length]).toEqual([lines.length - 1, 3]);
  });

  it('is written once, however often it is sent, and by each author for themselves', async () => {
    const { shop, group, anna, one } = await waiting();
    const boris = await api.admin({ roles: { [shop.client_id]: 'admin' } });
    const note = words('Один раз');
    const sent = await thriceAtOnce(api, { secret: anna.secret, url: `${one}/notes`, body: note });
    expect([new Set(sent).size, sent[0]?.startsWith('201')]).toEqual([1, true]);
    await boris.send('POST', `${one}/notes`, note);
    await group.deliver();
    expect(group.all('note')).toHaveLength(2);
    const audit = await anna.get(`/api/clients/${shop.client_id}/audit`);
    expect(audit.text).toContain('"action":"note"');
    expect(audit.text).not.toContain('Один раз');
  });

  it('is what begins with // among the answers too: also before a take, and for who answers', async () => {
    const { shop, group, anna, one, conversation_id } = await waiting();
    const early = await anna.send('POST', `${one}/messages`, words('  // Он уже жаловался'));
    expect(early.body()).toMatchObject({ is_note: true });
    await anna.send('POST', `${one}/take`);
    const late = await anna.send('POST', `${one}/messages`, words('//Ещё раз'));
    expect(late.body()).toMatchObject({ is_note: true });
    const answer = await anna.send('POST', `${one}/messages`, words('Добрый день // не заметка'));
    expect(answer.body()).toMatchObject({ is_note: false });
    await group.deliver();
    expect(group.all('note')).toEqual(['📝 Заметка: Анна\nОн уже жаловался', '📝 Заметка: Анна\nЕщё раз']);
    const said = (await shop.said(conversation_id)).filter(({ role }) => role === 'manager');
    expect(said.map(({ content }) => content)).toEqual(['Добрый день // не заметка']);
  });

  it('may be written while another has the request, and after it has ended; never by who only looks on', async () => {
    const { shop, group, anna, one } = await waiting();
    const viewer = await api.admin({ roles: { [shop.client_id]: 'viewer' } });
    await group.press(group.find('card'), 'Беру', olga);
    expect((await anna.send('POST', `${one}/notes`, words('Спросите про скидку'))).status).toBe(201);
    await group.deliver();
    await group.press(group.find('card'), 'Решено', olga);
    expect((await anna.send('POST', `${one}/notes`, words('На будущее'))).status).toBe(201);
    expect((await viewer.send('POST', `${one}/notes`, words('Я только смотрю'))).status).toBe(403);
    await group.deliver();
    expect(group.all('note')).toHaveLength(2);
  });

  it('answers a colleague in the topic: /assign finds its author, /del says that it is a note, nothing offers to send it', async () => {
    const { group, anna, one } = await waiting();
    await anna.send('POST', `${one}/notes`, words('Возьму после обеда'));
    await group.deliver();
    const { id } = group.find('note');
    await group.write('/del', { reply_to_message_id: id });
    await group.write('/assign', { reply_to_message_id: id });
    await group.deliver();
    expect(group.all('text').join('\n')).toMatch(/заметк/i);
    expect(group.find('card').text).toContain('Отвечает Анна');
    expect(group.all('offer')).toEqual([]);
  });

  it('names its customer in a group without topics, under their card', async () => {
    const { group, anna, one } = await waiting({ group_is_forum: false });
    await anna.send('POST', `${one}/notes`, words('Перезвонить'));
    await group.deliver();
    const { text, content } = group.find('note');
    expect(text).toContain('Перезвонить');
    expect(text).toMatch(/о клиенте .+: Анна/);
    expect(content).toMatchObject({ reply_to_external_id: group.find('card').id });
  });

  it('is refused with a word on what to do where there is no group, where nothing is said, and of another client', async () => {
    const alone = await waiting({ telegram_chat_id: null });
    const nowhere = await alone.anna.send('POST', `${alone.one}/notes`, words('Куда?'));
    expect(nowhere.body()).toMatchObject({ error: { code: 'no_group', what_to_do: expect.any(String) } });
    const { anna, url, one } = await waiting();
    const empty = await anna.send('POST', `${one}/notes`, words(' // '));
    expect(empty.body()).toMatchObject({ error: { fields: { text: expect.any(String) } } });
    expect((await anna.send('POST', `${url}/${alone.id}/notes`, words('Чужое'))).status).toBe(404);
  });

  it('is told to who looks on, and stands in the export of its customer', async () => {
    const { shop, anna, one, user_id } = await waiting();
    const before = await readStamps(database, shop.client_id);
    await anna.send('POST', `${one}/notes`, words('Видно всем'));
    expect((await readStamps(database, shop.client_id)).conversations).not.toBe(before.conversations);
    const everything = await anna.get(`/api/clients/${shop.client_id}/users/${user_id}/export`);
    expect(everything.text).toContain('Видно всем');
  });
});
