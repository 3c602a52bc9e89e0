import { WhatsAppAmending } from '../../bots/whatsapp/whatsapp-amending.js';
import { openLinkedStage } from '../integration/bots/linked-stage.js';
import type { StandingMessage } from '../../src/integrations/channel.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import type { StoredMessage } from '../integration/bots/stage.js';

const { database } = await testDatabase();

describe('what stands in a chat of a linked phone', () => {
  const opening = openLinkedStage(database);
  // On a busy machine linking takes its time.
  beforeAll(async () => void (await opening), 90_000);
  afterAll(async () => (await opening).close());

  function standing(message: StoredMessage, content = message.content): StandingMessage {
    const { id, kind, media, media_file, external_message_id, metadata } = message;
    const parts = metadata['sent_parts'] as string[] | undefined;
    return {
      ...{ id, kind: kind as StandingMessage['kind'], media, media_file, content, buttons: null },
      client_id: message['client_id' as never],
      integration_id: message['integration_id' as never],
      external_chat_id: message['external_chat_id' as never],
      external_ids: parts ?? [external_message_id ?? ''],
      ...{ has_other_file: false, is_album_part: false },
    };
  }

  it('is edited, taken back and reacted to, however often; what is done so already counts as done', async () => {
    const stage = await opening;
    const { anna } = stage;
    const process = await stage.start();
    const written = await stage.stored(await anna.writes('hello'));
    const amending = new WhatsAppAmending(process.context());
    const id = await stage.say('one');
    const sent = await eventually(async () => {
      const message = await stage.status(id);
      return message.external_message_id !== null && stage.shown().length > 0 && message;
    });
    for (const _again of [1, 2]) expect(await amending.edit(standing(sent, 'two'))).toEqual({ type: 'done' });
    await eventually(() => expect(stage.shown().at(-1)).toMatchObject({ text: 'two', edited: true }));
    for (const emoji of ['👍', '👍', '❤', null]) {
      expect(await amending.react(standing(written), emoji)).toEqual({ type: 'done' });
      await eventually(() => expect(anna.heard.reactionTo(written.external_message_id ?? '')).toBe(emoji));
    }
    for (const _again of [1, 2]) expect(await amending.withdraw(standing(sent))).toEqual({ type: 'done' });
    await eventually(() => expect(stage.shown().at(-1)).toMatchObject({ deleted: true }));
    expect((await stage.messages()).map(({ role, content }) => [role, content])).toEqual([
      ['user', 'hello'],
      ['assistant', 'one'],
    ]);
  });
});
