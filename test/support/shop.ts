import type { Bell } from '../../src/jobs/bell.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import type { Received } from '../../src/messages/receive-message.js';
import type { Clock } from '../../src/shared/clock.js';
import { join, json, raw, sql } from '../../src/shared/database.js';
import type { Database } from '../../src/shared/database.js';
import { newId } from '../../src/shared/ids.js';
import type { ClientId, ConversationId, IntegrationId, UserId } from '../../src/shared/ids.js';
import { silentLogger } from '../../src/shared/logger.js';
import { wordingOf } from '../../src/texts/wording.js';
import type { WrittenWording } from '../../src/texts/wording.js';
import type { Tools } from '../../src/use-case.js';

/** An intent as a test writes it. */
export type ShopIntent = {
  name: string;
  action: 'answer' | 'reply' | 'handover' | 'ignore';
  reply?: string;
  examples: string[];
};

/** A message as the user reads it. */
export type Said = { role: string; content: string; notice: string | null; delivery_status: string };

/** A bell that nobody hears, with what was rung. */
export function quietBell(): Bell & { rung: string[] } {
  const rung: string[] = [];
  return {
    rung,
    turn: () => void rung.push('turn'),
    mirror: () => void rung.push('mirror'),
    delivery: () => void rung.push('delivery'),
    posts: () => void rung.push('posts'),
    handover: (job) => void rung.push(job),
  };
}

/** A client of its own with one Telegram bot, whose users write through `write`. */
export type Shop = Awaited<ReturnType<typeof openShop>>;

let shops = 0;

/** How a test wants its client; left out: no intents, no texts, default settings. */
export type ShopPlan = {
  /** Columns of `client_settings`. */
  settings?: Record<string, unknown>;
  language?: string;
  intents?: ShopIntent[];
  notices?: Record<string, WrittenWording>;
  knowledge?: { title: string; text: string }[];
  prompts?: Record<string, string>;
};

/** Makes a client as planned, and gives what a test does with it. */
export async function openShop(db: Database, clock: Clock, plan: ShopPlan = {}) {
  const bell = quietBell();
  const tools: Tools = { db, clock, bell, logger: silentLogger };
  const ids = { client_id: newId<ClientId>(), integration_id: newId<IntegrationId>() };
  const { client_id } = ids;
  await insertClient(db, ids, plan);
  await insertTexts(db, client_id, plan);
  return {
    ...ids,
    tools,
    rung: bell.rung,
    /** A user writes; the same one unless told. */
    write(text: string, more: Writing = {}): Promise<Received> {
      return receiveMessage(tools, { ...ids, message: inboundMessage(text, clock.now(), more) });
    },
    /** What the user with this conversation was told, oldest first. */
    said(conversation_id: ConversationId): Promise<Said[]> {
      return db.query<Said>(sql`
        SELECT role, content, notice, delivery_status FROM messages
        WHERE client_id = ${client_id} AND conversation_id = ${conversation_id} AND direction = 'outbound' ORDER BY seq`);
    },
    /** The requests for a person of a user, oldest first. */
    handovers(user_id: UserId): Promise<ShopHandover[]> {
      return db.query<ShopHandover>(sql`
        SELECT status, reason, trigger_type, summary FROM handovers
        WHERE client_id = ${client_id} AND user_id = ${user_id} ORDER BY created_at`);
    },
  };
}

type ShopHandover = { status: string; reason: string; trigger_type: string; summary: string | null };

async function insertClient(
  db: Database,
  { client_id, integration_id }: { client_id: ClientId; integration_id: IntegrationId },
  { settings = {}, language = 'ru' }: ShopPlan,
): Promise<void> {
  const slug = `shop-${process.pid}-${(shops += 1)}`;
  const group = {
    telegram_chat_id: `-100${slug}`,
    telegram_bot_token: 'sealed',
    telegram_bot_token_hash: slug,
  };
  const columns = { ...group, ...settings };
  await db.query(sql`
    INSERT INTO clients (id, slug, name, language) VALUES (${client_id}, ${slug}, 'Coffee Point', ${language})`);
  await db.query(sql`
    INSERT INTO client_settings (client_id, ${raw(Object.keys(columns).join(', '))})
    VALUES (${client_id}, ${join(Object.values(columns))})`);
  await db.query(sql`
    INSERT INTO integrations (id, client_id, platform_id, name)
    VALUES (${integration_id}, ${client_id}, 'telegram', 'bot')`);
}

async function insertTexts(
  db: Database,
  client_id: ClientId,
  { intents = [], notices = {}, knowledge = [], prompts = {} }: ShopPlan,
): Promise<void> {
  for (const [position, { name, action, reply = null, examples }] of intents.entries()) {
    await db.query(sql`
      INSERT INTO intents (client_id, name, action, reply, examples, position)
      VALUES (${client_id}, ${name}, ${action}, ${reply}, ${examples}, ${position})`);
  }
  for (const [name, written] of Object.entries(notices)) {
    const { text, by_language } = wordingOf(written);
    await db.query(sql`
      INSERT INTO notices (client_id, name, text, by_language)
      VALUES (${client_id}, ${name}, ${text}, ${json(by_language)}::jsonb)`);
  }
  for (const { title, text } of knowledge) {
    await db.query(
      sql`INSERT INTO knowledge (client_id, title, text) VALUES (${client_id}, ${title}, ${text})`,
    );
  }
  for (const [name, text] of Object.entries(prompts)) {
    await db.query(sql`
      INSERT INTO prompts (client_id, name, text, is_active, activated_at)
      VALUES (${client_id}, ${name}, ${text}, true, now())`);
  }
}

export type Writing = Partial<Omit<InboundMessage, 'from' | 'text'>> & {
  who?: string;
  language_code?: string | null;
};

let messageIds = 0;

/** A message of a Telegram user, as the channel would hand it over. */
export function inboundMessage(
  text: string,
  sent_at: Date,
  { who = '700', language_code = null, ...more }: Writing = {},
): InboundMessage {
  return {
    external_chat_id: who,
    external_message_id: String((messageIds += 1)),
    sent_at,
    from: {
      identities: [{ kind: 'telegram_id', value: who }],
      name: 'Анна',
      username: null,
      phone: null,
      language_code,
    },
    kind: 'text',
    text,
    command: null,
    media: null,
    details: {},
    forwarded_from: null,
    reply_to_external_id: null,
    album_id: null,
    unsupported_kind: null,
    ...more,
  };
}
