import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { sql } from '../../../src/shared/database.js';
import { openLinkedStage } from './linked-stage.js';

const { database } = await testDatabase();

describe('a linked phone', () => {
  const opening = openLinkedStage(database);
  // On a busy machine linking takes its time.
  beforeAll(async () => void (await (await opening).start()), 90_000);
  afterAll(async () => (await opening).close());

  it('knows one person under number and LID, in either order: one user, one conversation, one chat', async () => {
    const stage = await opening;
    for (const [first, then] of [['phone', 'lid'] as const, ['lid', 'phone'] as const]) {
      const customer = await stage.customer(`From ${first}`);
      customer.writesBy(first);
      const before = await stage.stored(await customer.writes('first'));
      customer.writesBy(then);
      const after = await stage.stored(await customer.writes('then'));
      expect(after).toMatchObject({ user_id: before.user_id, conversation_id: before.conversation_id });
      const chats = new Set((await stage.messages(customer)).map((row) => row['external_chat_id' as never]));
      expect(chats.size).toBe(1);
    }
  });

  it('keeps an album of pictures together, both ways', async () => {
    const stage = await opening;
    const customer = await stage.customer('Album');
    const ids = await customer.sendsAlbum([{ caption: 'one' }, { caption: 'two' }]);
    const parts = await Promise.all(ids.map((id) => stage.stored(id)));
    expect(new Set(parts.map(({ album_id }) => album_id)).size).toBe(1);
    expect(parts[0]?.album_id).not.toBeNull();
    for (const { media, content } of parts)
      await stage.say(content, { kind: 'image', media, album_id: 'back', role: 'manager' }, customer);
    const shown = await eventually(() => {
      const pictures = stage.shown(customer).filter(({ kind }) => kind === 'image');
      return pictures.length === 2 && pictures;
    });
    const heads = shown.map(({ raw }) => raw?.messageContextInfo?.messageAssociation?.parentMessageKey?.id);
    expect(new Set(heads).size).toBe(1);
    expect(heads[0]).toMatch(/^3EB0/);
    expect(shown.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('sends a file that came from the panel: it is on disk, and no messenger has it yet', async () => {
    const stage = await opening;
    const customer = await stage.customer('Panel');
    await stage.stored(await customer.writes('the menu?'));
    const media_file = `${stage.client_id}/from-the-panel.pdf`;
    await mkdir(join(stage.mediaDir, stage.client_id), { recursive: true });
    await writeFile(join(stage.mediaDir, media_file), 'the menu');
    const media = { channel: 'panel', file_name: 'меню.pdf', mime_type: 'application/pdf', size: 8 };
    await stage.say('Here', { kind: 'document', media, media_file, role: 'manager' }, customer);
    const [shown] = await eventually(() => stage.shown(customer).length > 0 && stage.shown(customer));
    expect(shown).toMatchObject({ kind: 'document', text: 'Here' });
    expect(shown?.raw?.documentMessage).toMatchObject({ fileName: 'меню.pdf', mimetype: 'application/pdf' });
  });

  it('takes what the owner edits and takes back on the phone for what it is', async () => {
    const stage = await opening;
    const customer = await stage.customer('Owner');
    await stage.stored(await customer.writes('hello'));
    const id = await stage.phone.writes(customer.phone, 'I am her');
    await stage.stored(id);
    await stage.phone.edits(customer.phone, id, 'I am here');
    await eventually(async () => expect((await stage.stored(id)).content).toBe('I am here'));
    await stage.phone.deletes(customer.phone, id);
    await eventually(async () => expect((await stage.stored(id)).deleted_at).not.toBeNull());
  });

  it('answers a message above which it stands, and learns when it is read', async () => {
    const stage = await opening;
    const customer = await stage.customer('Reader');
    const asked = await stage.stored(await customer.writes('how much?'));
    const id = await stage.say('3 500', { reply_to_message_id: asked.id, role: 'manager' }, customer);
    const [answer] = await eventually(() => stage.shown(customer).length > 0 && stage.shown(customer));
    expect(answer).toMatchObject({ text: '3 500', replyTo: asked.external_message_id });
    await customer.reads();
    await eventually(async () => expect((await stage.status(id)).delivery_status).toBe('read'));
  });

  it('fetches no file from where a message says, unless it is WhatsApp’s', async () => {
    const stage = await opening;
    const customer = await stage.customer('Forger');
    const key = Buffer.alloc(32, 1);
    const imageMessage = {
      url: 'https://127.0.0.1:5432/x',
      directPath: '/x',
      mediaKey: key,
      mimetype: 'image/png',
    };
    const { media } = await stage.stored(await customer.sendsRaw({ imageMessage }));
    const id = await stage.say('', { kind: 'image', media, role: 'manager' }, customer);
    await eventually(async () =>
      expect(await stage.status(id)).toMatchObject({
        delivery_status: 'failed',
        delivery_error: 'media_host_refused',
      }),
    );
  });

  it('passes over what phones say to one another', async () => {
    const stage = await opening;
    const customer = await stage.customer('After');
    await customer.sendsRaw({ protocolMessage: { type: 3 } });
    await stage.stored(await customer.writes('still there'));
    const [{ count } = { count: -1 }] = await database.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM failed_updates WHERE client_id = ${stage.client_id}`,
    );
    expect(count).toBe(0);
  });
});
