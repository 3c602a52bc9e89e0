import fc from 'fast-check';
import { Api } from 'grammy';
import { buttonLabel, topicName } from '../../../bots/telegram/text.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { lockOpenHandover } from '../../../src/handovers/handover-row.js';
import { queueCard } from '../../../src/topics/cards.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { sharedData } from '../../support/shared-data.js';
import { watchChats } from '../../e2e/support/chats.js';
import type { Chats, Seen } from '../../e2e/support/chats.js';
import { openStage } from './stage.js';
import type { Stage, StoredMessage } from './stage.js';

const { database } = await testDatabase();

const character = fc.oneof(
  ...[fc.string({ unit: 'grapheme', maxLength: 3 }), fc.string({ unit: 'binary', maxLength: 3 })],
  fc.constantFrom(
    '\u0000',
    '\uD83D',
    '\uDE00',
    '\u202E',
    '\u2067',
    '\u200B',
    '\u200D',
    '\u0301',
    '\u2028',
    '\r\n',
  ),
  fc.constantFrom(
    '<',
    '>',
    '&',
    '{',
    '}',
    '{user_name}',
    '*',
    '_',
    '`',
    '[',
    ']',
    '(',
    '\\',
    '|',
    '#',
    '!',
    '@',
    '/',
  ),
  fc.constantFrom(' ', '\n', '\t', '\u00A0', '\u2800', '\u3000', 'שלום', 'مرحبا', '👩‍👩‍👧‍👦', 'й'.normalize('NFD')),
);
const hostile = fc.array(character, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
/** Around the lengths at which Telegram cuts off, with something long at the very border. */
const borders = [1023, 1024, 1025, 4095, 4096, 4097].flatMap((length) => [
  `${'а'.repeat(length - 1)}.`,
  `${'б'.repeat(length - 5)}👩‍👩‍👧‍👦 конец`,
]);
const blanks = [' ', '\n\n', '\u200B', '\uFEFF', '\u2800', '\u200D\u200C', '\u0000', '\u0301'];

/** Made up here, so that everybody has them. */
const ownStrings = [...blanks, ...borders, ...fc.sample(hostile, { numRuns: 60, seed: 7 })];

/** Strings that are known to break programs, and what Telegram's own parser of markup is tested with. */
function publicStrings(): string[] {
  const naughty = sharedData('naughty-strings/blns.json');
  const vectors = ['html', 'markdown_v2'].map((name) =>
    sharedData(`telegram-parse-vectors/telegram_${name}_tdlib.json`),
  );
  if (naughty === undefined || vectors.includes(undefined))
    process.stderr.write('public strings are not beside the checkout: only our own were tried\n');
  const parsed = vectors.flatMap((list) => JSON.parse(list ?? '[]') as { text: string }[]);
  return [...(JSON.parse(naughty ?? '[]') as string[]), ...parsed.map(({ text }) => text)];
}

/** `ALL_STRINGS=1` takes minutes, and tries each string each way. */
const isThorough = process.env['ALL_STRINGS'] === '1';
const strings = [...ownStrings, ...publicStrings()].filter((text) => text !== '');
/** Ours, and some of the others: for the ways in which one text has to wait for the one before. */
const someStrings = strings.filter(
  (_text, index) => isThorough || index < ownStrings.length || index % 24 === 0,
);

/**
 * What of a text a reader of Telegram can tell: line ends are one, control characters are blanks, halves of letters are
 * "�"; marks that turn lines around, strokes that Telegram drops, and blanks around it are gone.
 */
function told(text: string): string {
  return (
    text
      .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      .replaceAll('\0', '')
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      .replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g, ' ')
      .replaceAll(/[\u202A-\u202E\u2066-\u2069]|\u030A|\u0333|\u033F/g, '')
      .trim()
  );
}

/** Whether the eye sees anything of a text; the blank pattern of Braille is a symbol, and blank. */
function isTelling(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(told(text).replaceAll('\u2800', ''));
}

const blankStandIn = '▫️';

/** Whether what is shown is what was written; where nothing could be seen, a mark stands for it. */
function isShownAs(shown: string, written: string): boolean {
  return shown === told(written) || (shown === blankStandIn && !isTelling(written));
}

/** A long text comes in pieces that are cut at blanks: without any of these they are compared. */
const withoutBlanks = (text: string): string => text.replaceAll(/\s/g, '');

/** How many texts fail tells enough. */
const enough = 5;

/** The texts that are not shown as they were written, each whole or in pieces, one after the other. */
function wronglyShown(written: readonly string[], shown: readonly string[]): string[] {
  const failed: string[] = [];
  const left = [...shown];
  for (const text of written) {
    let pieces = left.shift() ?? '';
    if (isShownAs(pieces, text)) continue;
    const wanted = withoutBlanks(told(text));
    while (left.length > 0 && withoutBlanks(pieces).length < wanted.length) pieces += left.shift();
    if (withoutBlanks(pieces) !== wanted)
      failed.push(
        `${JSON.stringify(text).slice(0, 200)} is shown as ${JSON.stringify(pieces).slice(0, 200)}`,
      );
    if (failed.length === enough) break;
  }
  return failed;
}

/** Whatever a bot said that Telegram refused; that nothing changed is no refusal of a text. */
function refusals({ telegram }: Stage): string[] {
  return telegram.journal
    .list({ ok: false })
    .filter(({ error }) => !error?.includes('message is not modified'))
    .map(({ method, error }) => `${method}: ${error}`);
}

/** Telegram's own limit for first names; buttons cut at that length too. */
const longestName = 64;
const busyMachineMs = isThorough ? 1_200_000 : 150_000;
const soon = { everyMs: 5 };
const lastWord = 'That is all.';

describe('whatever is written', () => {
  let stage: Stage;
  let asked: StoredMessage;
  let chats: Chats;
  beforeAll(async () => {
    stage = await openStage(database, { budget: { operations: 1_000_000, windowMs: 60_000 } });
    chats = watchChats(stage.telegram);
    await stage.start();
    asked = await stage.meet('hello');
    await stage.callPerson(asked);
    await stage.take(asked);
    stage.tools.bell.posts(stage.managers_key);
    stage.tools.bell.delivery(stage);
    // What was said before stands in both chats: nothing more comes by itself.
    await eventually(() => expect(toAnna()).toHaveLength(1));
    annaSends({ text: lastWord });
    await eventually(() => expect(inGroup().at(-1)?.text).toBe(lastWord));
  });
  afterAll(async () => {
    chats.close();
    await stage.close();
  });
  afterEach(() => expect(refusals(stage)).toEqual([]));

  const ofBots = (key: string): Seen[] =>
    chats.in(key).filter(({ from, service }) => from.is_bot && service === null);
  const inGroup = (): Seen[] => ofBots(String(stage.group));
  const toAnna = (): Seen[] => ofBots(`p${stage.shopBot.id}_${stage.anna.id}`);
  const annaSends = (what: object): void =>
    void stage.telegram.personSends({ person: stage.anna.id, chat: 'shop_bot', ...what });

  /** Does something about each text, waits for the last word, and returns what was shown until then. */
  async function shownAfter(chat: () => Seen[], work: () => Promise<void>): Promise<string[]> {
    const before = chat().length;
    await work();
    return eventually(
      () => {
        const shown = chat().slice(before);
        return shown.at(-1)?.text === lastWord && shown.slice(0, -1).map(({ text }) => text);
      },
      { withinMs: busyMachineMs, everyMs: 10 },
    );
  }

  it(
    'by a customer is shown in the topic',
    async () => {
      // Few at a time: more would be merged into one message.
      for (let index = 0; index < someStrings.length; index += 2) {
        const some = someStrings.slice(index, index + 2);
        const shown = await shownAfter(inGroup, async () => {
          for (const text of [...some, lastWord]) annaSends({ text });
        });
        expect(wronglyShown(some, shown)).toEqual([]);
      }
    },
    busyMachineMs,
  );

  it(
    'by a customer under a photo is shown there',
    async () => {
      const telling = someStrings.filter(isTelling);
      const shown = await shownAfter(inGroup, async () => {
        for (const text of telling) annaSends({ photo: {}, text });
        annaSends({ photo: {}, text: lastWord });
      });
      expect(wronglyShown(telling, shown)).toEqual([]);
    },
    busyMachineMs,
  );

  it(
    'by the model or the business is shown to the customer',
    async () => {
      const shown = await shownAfter(toAnna, async () => {
        for (const text of [...strings, lastWord]) await stage.say(text, { role: 'manager' });
      });
      expect(wronglyShown(strings, shown)).toEqual([]);
    },
    busyMachineMs,
  );

  it(
    'by a manager in the topic is shown to the customer, unless it is a note or a command',
    async () => {
      const thread = inGroup().find(({ thread_id }) => thread_id !== null)?.thread_id ?? 0;
      const meant = someStrings.filter((text) => text.trim() !== '' && !/^\s*\//.test(text));
      const shown = await shownAfter(toAnna, async () => {
        for (const text of [...meant, lastWord])
          stage.telegram.personSends({ person: stage.boris.id, chat: stage.group, thread, text });
      });
      expect(wronglyShown(meant, shown)).toEqual([]);
    },
    busyMachineMs,
  );

  it(
    'as a name stands on the card, names a topic and labels a button',
    async () => {
      const { client_id, group, managersBot, apiRoot } = stage;
      const api = new Api(managersBot.token, { apiRoot });
      const profile = await loadClientProfile(database, client_id);
      // PostgreSQL keeps no NUL, so no name has one.
      const names = someStrings.map((text) => text.replaceAll('\0', ''));
      for (const name of names.filter(({ length }) => length > 0 && length <= longestName)) {
        await database.query(sql`
          UPDATE users SET name = ${name} WHERE client_id = ${client_id} AND id = ${asked.user_id}`);
        await database.transaction(async (tx) => {
          const handover = await lockOpenHandover(tx, { client_id, user_id: asked.user_id });
          if (handover) await queueCard(tx, { profile, handover, now: systemClock.now() });
        });
        stage.tools.bell.posts(stage.managers_key);
        await eventually(() => {
          const card = inGroup().find(({ keyboard }) => keyboard.length > 0)?.text ?? '';
          const shown = card.slice(card.indexOf('Customer: ') + 10, card.lastIndexOf('@anna'));
          if (withoutBlanks(shown).replace(/·$/, '') !== withoutBlanks(told(name)))
            throw new Error(`the card shows ${JSON.stringify(card)}`);
        }, soon);
        const topic = await api.createForumTopic(group, topicName(name));
        const keyboard = { inline_keyboard: [[{ text: buttonLabel(name), callback_data: 'x' }]] };
        const { reply_markup } = await api.sendMessage(group, 'x', { reply_markup: keyboard });
        for (const shown of [topic.name, reply_markup?.inline_keyboard[0]?.[0]?.text ?? '']) {
          if (!isShownAs(shown, told(name).replaceAll(/\s+/g, ' ')))
            throw new Error(`${JSON.stringify(name)} is shown as ${JSON.stringify(shown)}`);
        }
      }
    },
    busyMachineMs,
  );
});
