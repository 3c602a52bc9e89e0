import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShownMessage } from '../../../playground/graph-api/shown.js';
import { sealCredentials } from '../../../src/integrations/credentials.js';
import { sql } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { HandoverId } from '../../../src/shared/ids.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';
import type { StoredMessage } from './stage.js';

const { database } = await testDatabase();
const template = { name: 'reply_to_customer', language: 'ru' };

describe('what goes out through the official API', () => {
  let stage: CloudStage;
  const open = async (options: Parameters<typeof openCloudStage>[1] = {}): Promise<CloudStage> => {
    stage = await openCloudStage(database, { template, ...options });
    await stage.start();
    stage.graph.customerSends({ ...stage.anna, text: 'Здравствуйте' });
    await eventually(async () => (await stage.messages()).length === 1);
    return stage;
  };
  afterEach(async () => {
    // Whatever went out was as Meta's description wants it.
    expect(stage.graph.journal.list({ operation: 'sendMessage', code: 100 })).toEqual([]);
    await stage.close();
  });

  const told = (): ShownMessage[] => stage.phone().filter(({ from }) => from === 'business');
  const where = () => ({ phone_number_id: stage.phone_number_id, customer: stage.anna.from });
  /** A day passes in which the customer writes nothing. */
  const letWindowClose = async (): Promise<void> => {
    await database.query(sql`
      UPDATE messages SET external_sent_at = external_sent_at - interval '25 hours'
      WHERE client_id = ${stage.client_id} AND direction = 'inbound'`);
    stage.graph.closeWindow(where());
  };
  const settled = (id: StoredMessage['id'], delivery_status: string): Promise<StoredMessage> =>
    eventually(async () => {
      const message = await stage.status(id);
      return message.delivery_status === delivery_status && message;
    });
  /** A manager answers in the topic. */
  const managerWrites = async (text: string): Promise<StoredMessage['id']> => {
    const [message] = await stage.messages();
    if (!message) throw new Error('nobody wrote');
    await stage.callPerson(message);
    await stage.take(message);
    const thread_id = await eventually(
      () => stage.groupChat().find((seen) => seen.thread_id !== null)?.thread_id ?? false,
    );
    stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, thread: thread_id, text });
    return eventually(async () => {
      const found = (await stage.messages()).find(
        ({ role, content }) => role === 'manager' && content === text,
      );
      return found?.id ?? false;
    });
  };
  /** The client file is applied with another token. */
  const putToken = async (access_token: string): Promise<void> => {
    const { client_id, integration_id: id, box, graph, phone_number_id, secrets } = stage;
    graph.setToken(phone_number_id, access_token);
    const credentials = { ...secrets, access_token, phone_number_id };
    const sealed = sealCredentials(box, { client_id, id, platform_id: 'whatsapp_cloud' }, credentials);
    await database.query(sql`
      UPDATE integrations SET credentials_encrypted = ${Buffer.from(sealed.credentials_encrypted)} WHERE id = ${id}`);
  };
  const say = (text: string): void => {
    const thread = stage.groupChat().find((seen) => seen.thread_id !== null)?.thread_id ?? 0;
    stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, thread, text });
  };
  const inTopic = (): string[] => stage.groupChat().map(({ text }) => text);

  it('shows the manager how far it has come', async () => {
    await open();
    const id = await managerWrites('Уже везём');
    await settled(id, 'delivered');
    stage.graph.customerReads({ phone_number_id: stage.phone_number_id, from: stage.anna.from });
    await settled(id, 'read');
    const receipts = (): unknown[] =>
      stage
        .groupChat()
        .flatMap(({ text, reactions }) => (text === 'Уже везём' ? reactions.map(({ emoji }) => emoji) : []));
    await eventually(() => expect(JSON.stringify(receipts())).toContain('👀'));
  });

  it('carries a file that came from the panel: it is on disk, and no messenger has it yet', async () => {
    await open();
    const media_file = `${stage.client_id}/from-the-panel.png`;
    await mkdir(join(stage.mediaDir, stage.client_id), { recursive: true });
    await writeFile(join(stage.mediaDir, media_file), 'the menu');
    const media = { channel: 'panel', file_name: 'меню.png', mime_type: 'image/png', size: 8 };
    await settled(await stage.say('Вот', { kind: 'image', media, media_file, role: 'manager' }), 'delivered');
    expect(told()).toMatchObject([
      { type: 'image', text: 'Вот', file: { mime_type: 'image/png', bytes: 8 } },
    ]);
  });

  it('later than 24 hours goes in the template, on one line, and the manager is told in which', async () => {
    await open();
    await letWindowClose();
    const id = await managerWrites('Ваш заказ\n\nготов');
    await settled(id, 'delivered');
    expect(told().map(({ type, text }) => [type, text])).toEqual([
      ['template', 'Мы ответили вам: Ваш заказ готов'],
    ]);
    await eventually(() => expect(inTopic().some((text) => text.includes(template.name))).toBe(true));
    say('/info');
    await eventually(() => expect(inTopic().join()).toContain('Writing freely: no longer'));
    stage.graph.customerSends({ ...stage.anna, text: 'Спасибо' });
    await eventually(() => expect(inTopic()).toContain('Спасибо'));
    say('/info');
    await eventually(() => expect(inTopic().join()).toMatch(/Writing freely: until/));
  });

  it('later than 24 hours is not sent by a bot, and nobody is bothered', async () => {
    await open();
    await letWindowClose();
    const id = await stage.say('Ещё что-нибудь?');
    expect(await settled(id, 'failed')).toMatchObject({ delivery_error: 'window_closed' });
    expect(stage.graph.journal.list({ operation: 'sendMessage' })).toEqual([]);
    expect(stage.groupChat()).toEqual([]);
  });

  it('is in the template too when only Meta’s clock says that it is too late', async () => {
    await open({ graph: { outsideWindow: 'refuse' } });
    stage.graph.closeWindow(where());
    const id = await managerWrites('Готово');
    await settled(id, 'delivered');
    expect(told().map(({ type }) => type)).toEqual(['template']);
  });

  it('later than 24 hours is refused without a template, with what to do', async () => {
    stage = await openCloudStage(database);
    await stage.start();
    stage.graph.customerSends({ ...stage.anna, text: 'Здравствуйте' });
    await eventually(async () => (await stage.messages()).length === 1);
    await letWindowClose();
    const id = await managerWrites('Готово');
    expect(await settled(id, 'failed')).toMatchObject({ delivery_error: 'window_closed' });
    await eventually(() => expect(inTopic().some((text) => text.includes('settings: template'))).toBe(true));
  });

  it('has buttons to press, whose presses come back', async () => {
    await open();
    const handover_id = newId<HandoverId>();
    await stage.say('Чем помочь?', {
      buttons: [[{ action: 'human', label: 'Позвать человека из команды' }]],
    });
    const stars = ([1, 2, 3, 4, 5] as const).map((one) => {
      return { action: 'rate' as const, label: `⭐ ${one}`, handover_id, stars: one };
    });
    await stage.say('Оцените', { buttons: [stars] });
    const [buttons, list] = await eventually(() => told().length === 2 && told());
    expect(buttons?.choices.map(({ title }) => title)).toEqual(['Позвать человека из…']);
    expect(list?.choices.map(({ title }) => title)).toEqual(stars.map(({ label }) => label));
    for (const title of ['Позвать человека из…', '⭐ 4'])
      stage.graph.customerPresses({ phone_number_id: stage.phone_number_id, from: stage.anna.from, title });
    await eventually(async () => {
      const pressed = (await stage.messages()).filter(({ kind }) => kind === 'button');
      expect(pressed.map(({ content, metadata }) => [content, metadata])).toEqual([
        ['Позвать человека из…', { command: 'human' }],
        ['⭐ 4', { rating: { handover_id, stars: 4 } }],
      ]);
    });
  });

  it('shows the customer that they are read and that somebody writes', async () => {
    await open();
    await eventually(() => {
      const { messages, isTyping } = stage.graph.shown(where());
      expect([messages[0]?.isReadByBusiness, isTyping]).toEqual([true, true]);
    });
    await stage.say('Здравствуйте!');
    await eventually(() => expect(stage.graph.shown(where()).isTyping).toBe(false));
    const [message] = await stage.messages();
    expect(message).toMatchObject({ content: 'Здравствуйте', read_at: expect.any(Date) });
  });

  it('waits for a new token when Meta no longer takes the old one, and the owner is called', async () => {
    await open();
    stage.graph.expireToken(stage.phone_number_id);
    const id = await stage.say('Ответ');
    const alarms = () =>
      database.query<{ kind: string; is_over: boolean }>(sql`
        SELECT kind, cleared_at IS NOT NULL AS is_over FROM alarms WHERE client_id = ${stage.client_id}`);
    await eventually(async () =>
      expect(await alarms()).toEqual([{ kind: 'access_token_refused', is_over: false }]),
    );
    expect(await stage.status(id)).toMatchObject({ delivery_status: 'queued' });
    await putToken('EAA-a-new-one');
    await settled(id, 'delivered');
    await eventually(async () =>
      expect(await alarms()).toEqual([{ kind: 'access_token_refused', is_over: true }]),
    );
  });
});
