import { listFailedUpdates } from '../../../src/integrations/failed-updates.js';
import { raiseAlarm } from '../../../src/integrations/alarms.js';
import { detailsIn } from '../../../src/messages/message-details.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { ConversationId, MessageId } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import { recorded, recordedPayloads } from '../../support/cloud-fixtures.js';
import { testDatabase } from '../../support/database.js';
import { meanings } from './cloud-payload-meanings.js';
import type { Meaning } from './cloud-payload-meanings.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';

const { database } = await testDatabase();
const payloads = recordedPayloads();

type Row = {
  id: MessageId;
  role: string;
  kind: string;
  content: string;
  external_message_id: string | null;
  delivery_status: string | null;
  delivery_error: string | null;
  media: { media_id?: string } | null;
  entities: unknown;
  metadata: Record<string, unknown>;
  replied_to: string | null;
  edited_at: Date | null;
  deleted_at: Date | null;
};

describe('every webhook Meta was recorded to bring', () => {
  let stage: CloudStage;
  const log: string[] = [];
  beforeAll(async () => {
    stage = await openCloudStage(database);
    const to = { write: (line: string) => void log.push(line) };
    await stage.openDoor(createLogger({ level: 'debug', to }));
  });
  afterAll(() => stage.close());

  it('is one of those whose meaning is written down, and they are 74', () => {
    expect(payloads.map(({ name }) => name).toSorted()).toEqual(Object.keys(meanings).toSorted());
    expect(payloads).toHaveLength(74);
  });

  it.each(payloads.map(({ name }, index) => [name, index] as const))('%s', async (name, index) => {
    const person = personOf(index);
    const meaning = meanings[name] ?? { setAside: /written down/ };
    await prepare(person, meaning, name);
    const before = await rows();
    log.length = 0;
    expect(await bring(person, recorded(name))).toBe(200);
    const [known, after] = [new Set(before.map(({ id }) => id)), await rows()];
    const added = after.filter(({ id }) => !known.has(id));
    await look(meaning, { person, added, after });
    expect(await listFailedUpdates(database, { replayed: false })).toEqual([]);
    expect(await bring(person, recorded(name))).toBe(200);
    expect(await rows()).toEqual(after);
  });

  const bring = async (person: Person, payload: object): Promise<number> =>
    (await stage.graph.bring(stage.phone_number_id, madeFor(person, payload, stage.phone_number_id))).status;

  const rows = (): Promise<Row[]> =>
    database.query<Row>(sql`
      SELECT m.id, m.role, m.kind, m.content, m.external_message_id, m.delivery_status, m.delivery_error, m.media,
        m.entities, m.metadata, m.edited_at, m.deleted_at, said.external_message_id AS replied_to
      FROM messages m LEFT JOIN messages said ON said.client_id = m.client_id AND said.id = m.reply_to_message_id
      WHERE m.client_id = ${stage.client_id} ORDER BY m.created_at, m.conversation_id, m.seq`);

  /** What stood there before: the message that is answered, edited, taken back or reported on. */
  async function prepare(person: Person, meaning: Meaning, name: string): Promise<void> {
    const { client_id } = stage;
    await database.query(sql`DELETE FROM alarms WHERE client_id = ${client_id}`);
    if ('alarm' in meaning) {
      const alarm = { client_id, kind: 'number_restricted', subject: stage.integration_id } as const;
      if (meaning.alarm === null) await raiseAlarm(stage.tools, alarm, systemClock.now());
      return;
    }
    if ('edited' in meaning || 'deleted' in meaning) {
      await bring(person, withId(recorded(earlierOf(name)), originalIn(recorded(name))));
      return;
    }
    const answered = 'stored' in meaning ? meaning.stored[0]?.reply_to : undefined;
    const reported = 'status' in meaning ? 'wamid.xyzxyz' : answered;
    if (reported === undefined && !('alsoKnownAs' in meaning)) return;
    await bring(person, withId(recorded('message/text'), 'wamid.hello'));
    if (reported !== undefined) await said(person, reported);
  }

  /** The assistant said something, which WhatsApp knows by this id. */
  async function said(person: Person, id: string): Promise<void> {
    const { client_id } = stage;
    const { id: conversation_id } = await database.one<{ id: ConversationId }>(sql`
      SELECT conversation_id AS id FROM messages WHERE client_id = ${client_id} AND external_chat_id = ${person.wa_id}`);
    const message = { client_id, conversation_id, role: 'assistant', content: 'Добрый день' } as const;
    const { id: message_id } = await queueMessage(database, message, systemClock.now());
    await database.query(sql`
      UPDATE messages SET delivery_status = 'sent', delivery_due_at = NULL, external_message_id = ${person.mark(id)}
      WHERE client_id = ${client_id} AND id = ${message_id}`);
  }

  type Found = { person: Person; added: Row[]; after: Row[] };

  async function look(meaning: Meaning, { person, added, after }: Found): Promise<void> {
    if ('stored' in meaning) {
      expect(added).toHaveLength(meaning.stored.length);
      for (const [index, expected] of meaning.stored.entries()) {
        expect(shownAs(added[index])).toMatchObject({
          ...expected,
          ...(expected.reply_to !== undefined && { reply_to: person.mark(expected.reply_to) }),
        });
      }
      return;
    }
    if ('fromPhone' in meaning) {
      const { fromPhone: content } = meaning;
      expect(added).toMatchObject([{ role: 'manager', content, metadata: { origin: 'phone' } }]);
      return;
    }
    expect(added).toEqual([]);
    const newest = after.at(-1);
    if ('status' in meaning) {
      const { status: delivery_status, reason } = meaning;
      expect(newest).toMatchObject({ role: 'assistant', delivery_status });
      if (reason !== undefined) expect(newest?.delivery_error).toContain(reason);
    } else if ('edited' in meaning) {
      expect(newest).toMatchObject({ content: meaning.edited, edited_at: expect.any(Date) });
    } else if ('deleted' in meaning) {
      expect(newest).toMatchObject({ deleted_at: expect.any(Date) });
    } else if ('alarm' in meaning) {
      expect(await openAlarms()).toEqual(meaning.alarm === null ? [] : [meaning.alarm]);
    } else if ('alsoKnownAs' in meaning) {
      expect(await namesOf(person)).toContain(meaning.alsoKnownAs);
    } else {
      expect(log.join('')).toMatch(meaning.setAside);
    }
  }

  const openAlarms = async (): Promise<string[]> =>
    (
      await database.query<{ kind: string }>(
        sql`SELECT kind FROM alarms WHERE client_id = ${stage.client_id} AND cleared_at IS NULL`,
      )
    ).map(({ kind }) => kind);

  const namesOf = async ({ wa_id }: Person): Promise<string[]> =>
    (
      await database.query<{ value: string }>(sql`
        SELECT other.value FROM user_identities i
        JOIN user_identities other ON other.client_id = i.client_id AND other.user_id = i.user_id
        WHERE i.client_id = ${stage.client_id} AND i.value = ${wa_id}`)
    ).map(({ value }) => value);
});

/** Each payload is brought as somebody else's, for all of them were recorded with the same few names. */
type Person = { wa_id: string; user_id: string; mark(id: string): string };

function personOf(index: number): Person {
  const number = String(1000 + index);
  return {
    wa_id: `97298765${number}`,
    user_id: `US.${number}`,
    mark: (id) => id.replace('wamid.', `wamid.${number}.`),
  };
}

function madeFor({ wa_id, user_id, mark }: Person, payload: object, phone_number_id: string): object {
  const text = JSON.stringify(payload)
    .replaceAll(/972987654321|<WHATSAPP_USER_PHONE_NUMBER>|16505551234|<USER_PHONE_NUMBER>/g, wa_id)
    .replaceAll(/US\.13491208655302741918|US\.123456|<BSUID>/g, user_id)
    .replaceAll(/"phone_number_id":"[^"]*"/g, `"phone_number_id":"${phone_number_id}"`)
    .replaceAll('<ORIGINAL_WHATSAPP_MESSAGE_ID>', 'wamid.original')
    .replaceAll('<WHATSAPP_MESSAGE_ID>', 'wamid.new')
    .replaceAll(/wamid\.[^"]*/g, mark);
  return JSON.parse(text) as object;
}

/** What was there to be edited or taken back: by the user a text or a picture, by the owner a text. */
function earlierOf(name: string): string {
  if (name.startsWith('outgoing_message/')) return 'outgoing_message/text';
  return name === 'edited_message/image' ? 'message/image' : 'message/text';
}

/** The id of the message that an edit or a deletion is about. */
function originalIn(payload: object): string {
  return /"original_message_id":"([^"]*)"/.exec(JSON.stringify(payload))?.[1] ?? '';
}

/** The same webhook about a message of another id; the owner's goes to whom the recorded changes name. */
function withId(payload: object, id: string): object {
  const text = JSON.stringify(payload)
    .replaceAll(/"id":"(wamid\.[^"]*|<WHATSAPP_MESSAGE_ID>)"/g, `"id":${JSON.stringify(id)}`)
    .replaceAll('"to":"<WHATSAPP_USER_PHONE_NUMBER>"', '"to":"972123456789"');
  return JSON.parse(text) as object;
}

function shownAs(row: Row | undefined): Record<string, unknown> {
  const { kind, content, replied_to, media, entities, metadata } = row ?? ({ metadata: {} } as Row);
  return {
    ...{ kind, content, reply_to: replied_to, details: detailsIn(entities), media: media?.media_id },
    unsupported_kind: metadata['unsupported_kind'],
    forwarded: metadata['forwarded_from'] !== undefined,
  };
}
