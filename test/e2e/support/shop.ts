import { randomBytes } from 'node:crypto';
import { applyClientFile } from '../../../src/clients/client-file/apply-client-file.js';
import type { ClientFile } from '../../../src/clients/client-file/client-file-schema.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { ClientId } from '../../../src/shared/ids.js';
import { eventually } from '../../support/eventually.js';
import { looksLike, waitToSee } from './chats.js';
import type { Look, Seen } from './chats.js';
import type { Ground } from './installation.js';
import { customerOf, managerOf } from './people.js';
import type { Customer, Manager } from './people.js';
import { rowsOf } from './shop-rows.js';
import type { ShopRows } from './shop-rows.js';
import type { ModelScript } from './scripted-model.js';

type Intent = NonNullable<ClientFile['intents']>[number];

export type ShopOptions = {
  settings?: ClientFile['settings'];
  intents?: Intent[];
  notices?: ClientFile['notices'];
  knowledge?: ClientFile['knowledge'];
  saved_replies?: ClientFile['saved_replies'];
  system_prompt?: string;
  language?: string;
  timezone?: string;
  /** One bot for customers and managers. */
  oneBot?: boolean;
  /** Whether the managers' group has topics; yes unless told. */
  forum?: boolean;
  /** Another client's managers' bot, to be shared. */
  managersBot?: Bot;
};

export type Bot = { id: number; username: string; token: string };

/** A topic of the managers' group. */
export type Topic = {
  thread: number;
  /** What stands in it, oldest first. */
  messages(): Seen[];
  /** Waits for a message. */
  sees(look: Look): Promise<Seen>;
  /** The card of the newest request; waits for it, and for what it should look like. */
  card(look?: Look): Promise<Seen>;
};

/** A client with bots, a group, a customer and two managers. */
export type Shop = ShopRows & {
  client_id: ClientId;
  slug: string;
  file: ClientFile;
  model: ModelScript;
  shopBot: Bot;
  managersBot: Bot;
  /** The group's id. */
  group: number;
  /** Anna, the first customer. */
  customer: Customer;
  /** Timur, the owner of the group, and Olga. */
  timur: Manager;
  olga: Manager;
  /** Another customer, or a person who is one elsewhere already. */
  newCustomer(name: string, person?: number): Customer;
  newManager(name: string): Manager;
  /** The customer's topic; waits for it. */
  topicOf(customer?: { id: number | string }): Promise<Topic>;
  /** The names of the group's topics. */
  topicNames(): string[];
  /** Everything in the group that somebody wrote, oldest first. */
  groupMessages(): Seen[];
  /** The installation's ground, for what else a story needs. */
  ground: Ground;
};

/** What the customers of a coffee shop want. */
export const coffeeIntents: Intent[] = [
  {
    name: 'opening_hours',
    action: 'reply',
    reply: 'Мы открыты с 9 до 19.',
    examples: ['во сколько вы открываетесь?', 'вы сегодня работаете?'],
  },
  { name: 'menu', action: 'answer', examples: ['какой кофе вы варите?'] },
  { name: 'complaint', action: 'handover', examples: ['мне привезли холодный кофе'] },
];

let shops = 0;

/** Opens a shop in a running installation; its bots are connected within moments. */
export async function openShop(ground: Ground, options: ShopOptions): Promise<Shop> {
  const { telegram, database, box, chats, model, secrets } = ground;
  const number = (shops += 1);
  const mark = randomBytes(4).toString('hex');
  const slug = `shop-${number}`;
  const shopBot = telegram.createBot({ username: `shop${number}_bot` });
  const managersBot =
    options.managersBot ??
    (options.oneBot ? shopBot : telegram.createBot({ username: `managers${number}_bot` }));
  // The mark in a manager's name tells the model whose talk it is asked to sum up.
  const newPerson = (name: string): { id: number; name: string } => ({
    id: telegram.createPerson({ first_name: name, last_name: mark }).id,
    name: `${name} ${mark}`,
  });
  const owner = newPerson('Тимур');
  const group = telegram.createGroup({
    title: 'Кофейня',
    is_forum: options.forum ?? true,
    creator: owner.id,
  }).id;
  telegram.promoteMember({ group, member: managersBot.username });
  const script = scripted(model.scriptFor(mark), options.intents ?? coffeeIntents);
  const file = fileOf(options, { slug, mark, group, shopBot, managersBot });
  const tools = { db: database, clock: systemClock, box };
  const applied = await applyClientFile(tools, file, { prune: false, actor: 'test' });
  const client_id = applied.client_id as ClientId;
  for (const { token } of [shopBot, managersBot]) secrets.add(token);

  const newManager = (name: string): Manager => {
    const person = newPerson(name);
    telegram.addMember({ group, member: person.id });
    return managerOf(ground, { ...person, group });
  };
  const { language = 'ru' } = options;
  const newCustomer = (name: string, person?: number): Customer =>
    customerOf(ground, { shopBot, name, language, person });
  const customer = newCustomer('Анна');
  const groupMessages = (): Seen[] => chats.in(String(group)).filter(({ service }) => service === null);
  const rows = rowsOf(database, client_id);
  return {
    ...rows,
    ...{
      client_id,
      slug,
      file,
      model: script,
      shopBot,
      managersBot,
      group,
      customer,
      newCustomer,
      newManager,
      groupMessages,
      ground,
    },
    timur: managerOf(ground, { ...owner, group }),
    olga: newManager('Ольга'),
    topicOf: async (whose = customer) =>
      topicOf(await threadOf(ground, client_id, whose), { groupMessages, rows }),
    topicNames: () =>
      chats.in(String(group)).flatMap(({ service }) => {
        const made = service?.['forum_topic_created'] as { name: string } | undefined;
        return made ? [made.name] : [];
      }),
  };
}

type Marked = { slug: string; mark: string; group: number; shopBot: Bot; managersBot: Bot };

function fileOf(options: ShopOptions, { slug, mark, group, shopBot, managersBot }: Marked): ClientFile {
  const {
    settings,
    intents = coffeeIntents,
    notices,
    knowledge,
    saved_replies,
    system_prompt = 'Ты помощник кофейни.',
  } = options;
  return {
    client: {
      id: slug,
      name: 'Полдень',
      language: options.language ?? 'ru',
      timezone: options.timezone ?? 'Asia/Almaty',
    },
    settings: {
      telegram_chat_id: String(group),
      telegram_bot_token: managersBot.token,
      owner_telegram_id: '@marat_owner',
      debounce_ms: 150,
      debounce_max_ms: 1_000,
      ...settings,
    },
    integrations: [{ platform: 'telegram', name: 'shop', credentials: { bot_token: shopBot.token } }],
    intents,
    ...(notices && { notices }),
    ...(knowledge && { knowledge }),
    ...(saved_replies && { saved_replies }),
    prompts: {
      system_prompt: `${system_prompt} [${mark}]`,
      classifier: `Разбери, чего хочет клиент. [${mark}]`,
    },
  };
}

/** Unless a story says otherwise, the model recognises an intent by its very examples. */
function scripted(script: ModelScript, intents: Intent[]): ModelScript {
  script.answers.classify = ({ unread }) => {
    const found = intents.find(({ examples }) =>
      unread.some((text) => examples.includes(text.toLowerCase())),
    );
    return found ? { intent: found.name, confidence: 0.95 } : {};
  };
  return script;
}

async function threadOf(
  { database }: Ground,
  client_id: ClientId,
  { id }: { id: number | string },
): Promise<number> {
  return eventually(async () => {
    const [topic] = await database.query<{ thread_id: string | null }>(sql`
      SELECT t.thread_id FROM topics t JOIN user_identities i ON i.client_id = t.client_id AND i.user_id = t.user_id
      WHERE t.client_id = ${client_id} AND i.value = ${String(id)} AND t.status = 'open'`);
    return topic?.thread_id ? Number(topic.thread_id) : false;
  });
}

function topicOf(
  thread: number,
  { groupMessages, rows }: { groupMessages: () => Seen[]; rows: ShopRows },
): Topic {
  const messages = (): Seen[] => groupMessages().filter(({ thread_id }) => thread_id === thread);
  return {
    thread,
    messages,
    sees: (look) => waitToSee(messages, look),
    card: (look = () => true) =>
      eventually(async () => {
        const cards = (await rows.posts('card')).map(({ external_id }) => Number(external_id));
        const card = messages().findLast(({ message_id }) => cards.includes(message_id));
        if (card && looksLike(look)(card)) return card;
        throw new Error(`The card does not show ${String(look)}: ${card?.text ?? 'there is none'}`);
      }),
  };
}
