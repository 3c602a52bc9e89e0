import { appendFile, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalTelegram } from '../../playground/bot-api/local-telegram.js';
import { eventually } from '../support/eventually.js';
import { endCommands, ownFolder, runCommand, startCommand } from './support/command.js';

/** The README's way from BotFather to the first taken request, step by step, with the example client file as it is. */
const telegram = await createLocalTelegram();
const folder = await ownFolder();
const environment = {
  TELEGRAM_API_ROOT: await telegram.listen(),
  PORT: '0',
  PLAYGROUND: '0',
  SWEEP_INTERVAL_SECONDS: '0.5',
};
const estafeta = (...args: string[]) => runCommand(args, environment, folder);
const dotEnv = (line: string) => appendFile(join(folder, '.env'), `${line}\n`);

afterAll(async () => {
  await endCommands();
  await telegram.close();
});

const bot = telegram.createBot({ username: 'coffee_point_bot', first_name: 'Coffee Point' });
const dana = telegram.createPerson({ first_name: 'Дана' });
const anna = telegram.createPerson({ first_name: 'Анна' });
const group = telegram.createGroup({ title: 'Coffee Point', is_forum: true, creator: dana.id }).id;
telegram.promoteMember({ group, member: bot.username });

type Seen = { from: { is_bot: boolean }; message_id: number; text: string; thread_id: number | null } & {
  keyboard: { text: string; callback_data: string }[][];
  reactions: { emoji: string[] }[];
};

function messagesOf(chat: { id?: number; person?: number }): Seen[] {
  const { chats } = telegram.view() as { chats: { id: number; person: number | null; messages: Seen[] }[] };
  const found = chats.find(
    (one) => one.id === chat.id || (one.person !== null && one.person === chat.person),
  );
  return found?.messages ?? [];
}

it('leads from a token of BotFather to the first taken request', async () => {
  const start = startCommand(['start'], environment, folder);
  await start.says('Estafeta is running');

  await copyFile(new URL('../../examples/coffee-point.yaml', import.meta.url), join(folder, 'my-shop.yaml'));
  await dotEnv(`COFFEE_BOT_TOKEN=${bot.token}`);
  await expect(estafeta('apply', 'my-shop.yaml', '--yes')).resolves.toMatchObject({ code: 0 });

  // The bot is connected within seconds, and says in the group that it has all it needs there.
  await eventually(
    () => expect(messagesOf({ id: group }).some(({ text }) => text.includes('Группа готова'))).toBe(true),
    { withinMs: 30_000 },
  );
  const { output } = await estafeta('client', 'connect-code', 'coffee-point');
  const [command = ''] = /\/connect \S+/.exec(output) ?? [];
  telegram.personSends({ person: dana.id, chat: group, text: command });
  await eventually(() =>
    expect(messagesOf({ id: group }).at(-1)?.text).toContain('запросы клиентов «Coffee Point»'),
  );

  const doctor = await estafeta('doctor');
  expect(doctor).toMatchObject({ code: 0, output: expect.stringContaining('ok     bot @coffee_point_bot') });
  expect(doctor.output).not.toContain('WRONG');

  telegram.personStartsBot({ person: anna.id, bot: bot.username });
  await eventually(() => expect(messagesOf({ person: anna.id }).some((seen) => seen.from.is_bot)).toBe(true));
  telegram.personSends({ person: anna.id, chat: bot.username, text: 'позовите человека' });
  const card = await eventually(
    () =>
      messagesOf({ id: group }).find(({ keyboard }) => keyboard.flat().some(({ text }) => text === 'Беру')) ??
      false,
  );
  const [take] = card.keyboard.flat();
  const pressed = {
    person: dana.id,
    chat: group,
    messageId: card.message_id,
    data: take?.callback_data ?? '',
  };
  await telegram.personPresses(pressed);
  const said = telegram.personSends({
    person: dana.id,
    chat: group,
    text: 'Здравствуйте! Слушаю вас.',
    ...(card.thread_id !== null && { thread: card.thread_id }),
  });
  await eventually(() =>
    expect(messagesOf({ person: anna.id }).at(-1)?.text).toBe('Здравствуйте! Слушаю вас.'),
  );
  await eventually(() => {
    const mine = messagesOf({ id: group }).find(({ message_id }) => message_id === said.message_id);
    expect(mine?.reactions.flatMap(({ emoji }) => emoji)).toEqual(['👌']);
  });

  start.signal('SIGTERM');
  await expect(start.ended).resolves.toBe(0);
  expect(start.output()).not.toContain(bot.token.split(':')[1]);
}, 120_000);
