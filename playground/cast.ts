import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { LocalTelegram } from './bot-api/local-telegram.js';
import { playgroundMark } from './tokens.js';

const bot = z.object({ username: z.string(), token: z.string() });
const person = z.object({ id: z.number(), name: z.string(), username: z.string() });
const stage = z.object({
  /** The demo client's slug, e.g. `demo-ru`. */
  client: z.string(),
  title: z.string(),
  language: z.enum(['ru', 'kk', 'en']),
  group: z.object({ id: z.number(), title: z.string() }),
  customers_bot: bot,
  managers_bot: bot,
  customers: z.array(person),
  managers: z.array(person),
});

/** A demo client with its bots, its managers' group and its people. */
export type Stage = z.infer<typeof stage>;

type Name = { name: string; username: string };
type Script = Pick<Stage, 'client' | 'title' | 'language'> & {
  group: string;
  bots: { customers: Name; managers: Name };
  customers: Name[];
  managers: Name[];
};

/** Who plays. The owner of each client (its client file names them) is among the managers. */
const scripts: Script[] = [
  {
    client: 'demo-ru',
    title: 'Кофейня «Полдень»',
    language: 'ru',
    group: 'Полдень · менеджеры',
    bots: {
      customers: { name: 'Кофейня «Полдень»', username: 'polden_coffee_bot' },
      managers: { name: 'Эстафета', username: 'polden_estafeta_bot' },
    },
    customers: [
      { name: 'Анна', username: 'anna_k' },
      { name: 'Тимур', username: 'timur_a' },
      { name: 'Айгерим', username: 'aigerim' },
    ],
    managers: [
      { name: 'Дана', username: 'dana_manager' },
      { name: 'Олег', username: 'oleg_manager' },
      { name: 'Марат', username: 'marat_owner' },
    ],
  },
  {
    client: 'demo-kk',
    title: '«Талтүс» кофеханасы',
    language: 'kk',
    group: 'Талтүс · менеджерлер',
    bots: {
      customers: { name: '«Талтүс» кофеханасы', username: 'taltus_coffee_bot' },
      managers: { name: 'Эстафета', username: 'taltus_estafeta_bot' },
    },
    customers: [
      { name: 'Аружан', username: 'aruzhan_s' },
      { name: 'Ерлан', username: 'erlan_b' },
      { name: 'Сәуле', username: 'saule_t' },
    ],
    managers: [
      { name: 'Динара', username: 'dinara_manager' },
      { name: 'Нұрлан', username: 'nurlan_manager' },
      { name: 'Гүлнәр', username: 'gulnar_owner' },
    ],
  },
  {
    client: 'demo-en',
    title: 'Noon Coffee',
    language: 'en',
    group: 'Noon Coffee · managers',
    bots: {
      customers: { name: 'Noon Coffee', username: 'noon_coffee_bot' },
      managers: { name: 'Estafeta', username: 'noon_estafeta_bot' },
    },
    customers: [
      { name: 'Emma', username: 'emma_w' },
      { name: 'James', username: 'james_h' },
      { name: 'Priya', username: 'priya_s' },
    ],
    managers: [
      { name: 'Liam', username: 'liam_manager' },
      { name: 'Sofia', username: 'sofia_manager' },
      { name: 'Kate', username: 'kate_owner' },
    ],
  },
];

/**
 * The demo clients' bots, groups and people: found again after a restart, made at the first start.
 *
 * @param file where it is kept which of the local Telegram's bots and chats belong to which demo client
 */
export function openCast(telegram: LocalTelegram, file: string): Stage[] {
  const issued = telegram.issuedTokens();
  const kept = readKept(file).filter(
    (one) => issued.has(one.customers_bot.token) && issued.has(one.managers_bot.token),
  );
  const stages = scripts.map(
    (script) => kept.find((one) => one.client === script.client) ?? castOf(telegram, script),
  );
  write(file, stages);
  return stages;
}

/** What the demo client's file finds in its environment, e.g. `DEMO_RU_GROUP`. */
export function variablesOf({ client, group, customers_bot, managers_bot }: Stage): Record<string, string> {
  const prefix = client.toUpperCase().replace('-', '_');
  return {
    [`${prefix}_GROUP`]: String(group.id),
    [`${prefix}_MANAGERS_TOKEN`]: managers_bot.token,
    [`${prefix}_CUSTOMERS_TOKEN`]: customers_bot.token,
  };
}

function castOf(telegram: LocalTelegram, script: Script): Stage {
  const people = (names: Name[]) =>
    names.map(({ name, username }) => {
      const { id } = telegram.createPerson({
        id: freshId(),
        first_name: name,
        username,
        language_code: script.language,
      });
      return { id, name, username };
    });
  const [customers, managers] = [people(script.customers), people(script.managers)];
  const botNamed = ({ name, username }: Name) =>
    telegram.createBot({ username, first_name: name, token: freshToken() });
  const bots = { customers: botNamed(script.bots.customers), managers: botNamed(script.bots.managers) };
  const owner = managers.at(-1);
  const { id } = telegram.createGroup({
    id: -1_000_000_000_000 - freshId(),
    title: script.group,
    is_forum: true,
    ...(owner && { creator: owner.id }),
  });
  for (const one of managers) if (one !== owner) telegram.addMember({ group: id, member: one.id });
  telegram.promoteMember({ group: id, member: bots.managers.id });
  introduce(telegram, id, managers.slice(1));
  const { client, title, language } = script;
  return {
    client,
    title,
    language,
    group: { id, title: script.group },
    customers_bot: { username: bots.customers.username, token: bots.customers.token },
    managers_bot: { username: bots.managers.username, token: bots.managers.token },
    customers,
    managers,
  };
}

/** The bot knows a manager who has spoken to it: requests can be handed to these from the beginning. */
function introduce(telegram: LocalTelegram, group: number, managers: Stage['managers']): void {
  for (const [index, { id }] of managers.entries())
    telegram.personSends({ person: id, chat: group, text: index === 0 ? '/queue' : '/help' });
}

function freshToken(): string {
  return `${freshId()}:${playgroundMark}${randomBytes(18).toString('base64url')}`;
}

/**
 * Chats made anew must not look like the ones before: their message ids start over, and a message with a known chat and
 * id counts as already received.
 */
function freshId(): number {
  return randomInt(100_000_000, 400_000_000);
}

function readKept(file: string): Stage[] {
  if (!existsSync(file)) return [];
  // A damaged file costs only the demo's old chats: the cast is made anew.
  const kept = z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.array(stage))
    .safeParse(readFileSync(file, 'utf8'));
  return kept.success ? kept.data : [];
}

function write(file: string, stages: Stage[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(stages, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
