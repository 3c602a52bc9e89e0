import type { RunningBots } from '../../bots/main.js';
import { sql } from '../../src/shared/database.js';
import { openStage } from '../integration/bots/stage.js';
import type { Stage } from '../integration/bots/stage.js';
import { absentDatabase } from '../support/absent-database.js';
import { openBalancer } from '../support/balancer.js';
import type { Balancer } from '../support/balancer.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const { database } = await testDatabase();

// What holds however updates come in: every rule here holds for each way.
describe.each(['polled', 'brought by webhook'] as const)('updates that are %s', (way) => {
  let stage: Stage;
  let balancer: Balancer;
  beforeEach(async () => {
    stage = await openStage(database, { telegram: { webhookRetryMs: 50 } });
    balancer = await openBalancer();
  });
  afterEach(async () => {
    await balancer.close();
    await stage.close();
  });

  const start = async (more: Parameters<Stage['start']>[1] = {}): Promise<RunningBots> => {
    const publicUrl = way === 'polled' ? null : balancer.url;
    const bots = await stage.start(undefined, { publicUrlFor: () => publicUrl, leaseSeconds: 3, ...more });
    if (publicUrl === null) return bots;
    const door = await balancer.add(bots);
    return {
      ...bots,
      async stop() {
        await balancer.remove(door);
        await bots.stop();
      },
    };
  };
  const write = (text: string, person = stage.anna.id): void =>
    void stage.telegram.personSends({ person, chat: 'shop_bot', text });
  const written = async (): Promise<string[]> =>
    (await stage.messages()).filter(({ role }) => role === 'user').map(({ content }) => content);
  const setAside = (): Promise<{ source: string; error: string }[]> =>
    database.query(sql`SELECT source, error FROM failed_updates WHERE client_id = ${stage.client_id}`);

  it('are stored in the order of their chat, and one chat does not wait for another', async () => {
    await start();
    await stage.meet('hello');
    await stage.meet('привет', stage.boris.id);
    const texts = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    for (const text of texts) {
      write(text);
      write(`Борис: ${text}`, stage.boris.id);
    }
    await eventually(async () => expect(await written()).toHaveLength(44));
    const lines = (await written()).filter((text) => text.includes('line'));
    expect(lines.filter((text) => text.startsWith('line'))).toEqual(texts);
    expect(lines.filter((text) => text.startsWith('Борис'))).toEqual(texts.map((text) => `Борис: ${text}`));
  });

  it('that come again are stored once', async () => {
    await start();
    await stage.meet('hello');
    write('only once');
    await eventually(async () => expect(await written()).toContain('only once'));
    stage.telegram.repeatLastUpdate({ bot: 'shop_bot', times: 3 });
    write('the next');
    await eventually(async () =>
      expect(await written()).toEqual(['/start', 'hello', 'only once', 'the next']),
    );
  });

  it('are not taken while the database is away; when it is back everything is stored, in order', async () => {
    let away = false;
    await start({ tools: { ...stage.tools, db: absentDatabase(stage.tools.db, () => away) } });
    await stage.meet('before');
    const asked = (): number =>
      stage.telegram.journal.list({ botUsername: 'shop_bot', method: 'getUpdates' }).length;
    const before = asked();
    away = true;
    write('during the outage');
    write('and still');
    const refused = async (): Promise<boolean> => {
      if (way === 'polled') return asked() > before + 1;
      const answer = await stage.telegram.call(stage.shopBot.token, 'getWebhookInfo');
      return JSON.stringify(answer).includes('503');
    };
    await eventually(refused);
    expect(await written()).toEqual(['/start', 'before']);
    away = false;
    await eventually(async () =>
      expect(await written()).toEqual(['/start', 'before', 'during the outage', 'and still']),
    );
    expect(await setAside()).toEqual([]);
  });

  it('that cannot be understood are set aside with their error, and the chat goes on', async () => {
    await start();
    await stage.meet('hello');
    stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', raw: { voice: { file_id: 7 } } });
    write('after it');
    await eventually(async () => expect(await written()).toEqual(['/start', 'hello', 'after it']));
    expect(await setAside()).toEqual([{ source: stage.sender_key, error: expect.stringContaining('voice') }]);
  });

  it('of the managers’ group are set aside under the client whose group it is', async () => {
    await start();
    await stage.callPerson(await stage.meet('I want a person'));
    await eventually(() => stage.groupChat().length > 0);
    stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, raw: { voice: { file_id: 7 } } });
    await eventually(async () => expect(await setAside()).toMatchObject([{ source: stage.managers_key }]));
  });

  it('let a press be answered, and do once what it asks for', async () => {
    await start();
    await stage.callPerson(await stage.meet('I want a person'));
    const { message_id: messageId, keyboard } = await eventually(
      () => stage.groupChat().find((seen) => seen.keyboard.length > 0) ?? false,
    );
    const data = keyboard.flat()[0]?.callback_data ?? '';
    const press = { person: stage.boris.id, chat: stage.group, messageId, data };
    expect((await stage.telegram.personPresses(press)).answered).toBe(true);
    stage.telegram.repeatLastUpdate({ bot: 'managers_bot', times: 2 });
    stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, text: '/queue' });
    await eventually(() => expect(stage.groupChat().some(({ text }) => text === '/queue')).toBe(true));
    const events = await database.query<{ to_status: string }>(sql`
      SELECT to_status FROM handover_events WHERE client_id = ${stage.client_id} AND to_status = 'active'`);
    expect(events).toHaveLength(1);
  });

  it('wait at Telegram while nobody is there', async () => {
    const bots = await start();
    await stage.meet('hello');
    await bots.stop();
    write('to nobody');
    await start();
    await eventually(async () => expect(await written()).toEqual(['/start', 'hello', 'to nobody']));
  });
});
