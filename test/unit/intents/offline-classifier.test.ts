import { offlineClassifier } from '../../../src/intents/classify-offline.js';
import type { Intent } from '../../../src/intents/load-intents.js';
import { trainOfflineClassifier } from '../../../src/intents/offline-classifier.js';
import type { OfflineClassifier } from '../../../src/intents/offline-classifier.js';
import { understoodOf, wishesIn } from '../../../src/intents/wishes.js';

const THRESHOLD = 0.6;

const coffeeShop = [
  {
    name: 'opening_hours',
    examples: [
      'во сколько вы открываетесь?',
      'вы сегодня работаете?',
      'до скольки открыты?',
      'какой у вас график работы',
      'работаете в воскресенье?',
    ],
  },
  {
    name: 'delivery',
    examples: [
      'есть ли у вас доставка?',
      'сколько стоит доставка',
      'привезёте заказ домой?',
      'как быстро доставляете',
      'доставляете в мой район?',
    ],
  },
  {
    name: 'address',
    examples: ['где вы находитесь?', 'какой у вас адрес', 'как до вас добраться', 'подскажите адрес кофейни'],
  },
  {
    name: 'complaint',
    examples: [
      'мне привезли холодный кофе',
      'заказ перепутали',
      'хочу пожаловаться на обслуживание',
      'очень долго ждал заказ, это ужасно',
    ],
  },
  {
    name: 'menu',
    examples: [
      'что есть в меню?',
      'какие десерты у вас есть',
      'есть ли безлактозное молоко?',
      'сколько стоит капучино',
    ],
  },
];

const shop = [
  {
    name: 'return_item',
    examples: [
      'I want to return my order',
      'how do I send an item back',
      'can I get a refund?',
      'return policy',
    ],
  },
  {
    name: 'track_order',
    examples: [
      'where is my order',
      'track my package',
      'when will my parcel arrive?',
      'has my order shipped yet',
    ],
  },
  {
    name: 'change_address',
    examples: ['change my delivery address', 'I moved, update my address', 'ship it to another address'],
  },
];

describe('the offline classifier', () => {
  let coffee: OfflineClassifier;
  let parcels: OfflineClassifier;

  beforeAll(async () => {
    coffee = await trainOfflineClassifier(coffeeShop);
    parcels = await trainOfflineClassifier(shop);
  });

  it.each([
    ['Во сколько открываетесь сегодня?', 'opening_hours'],
    ['вы работаете в субботу?', 'opening_hours'],
    ['сколько будет стоить доставка?', 'delivery'],
    ['а доставка есть?', 'delivery'],
    ['подскажите ваш адрес пожалуйста', 'address'],
    ['привезли холодный кофе!!!', 'complaint'],
    ['какие у вас десерты', 'menu'],
    ['ЕСТЬ ЛИ ДОСТАВКА', 'delivery'],
    ['привезете домой?', 'delivery'],
  ])('knows that "%s" is about %s', (text, intent) => {
    const guess = coffee.classify(text);
    expect(guess.intent).toBe(intent);
    expect(guess.confidence).toBeGreaterThanOrEqual(THRESHOLD);
  });

  it.each([
    ['where is my package', 'track_order'],
    ['I would like to return an item', 'return_item'],
    ['please change the delivery address', 'change_address'],
  ])('knows that "%s" is about %s', (text, intent) => {
    const guess = parcels.classify(text);
    expect(guess.intent).toBe(intent);
    expect(guess.confidence).toBeGreaterThanOrEqual(THRESHOLD);
  });

  it.each([
    'кто выиграл вчера матч?',
    'напиши стихотворение про осень',
    'столица Франции',
    'what is the meaning of life',
    'qwerty asdf',
    '你好',
    '👍👍',
    '',
    '\u0000',
  ])('admits that it does not understand "%s"', (text) => {
    expect(coffee.classify(text).confidence).toBeLessThan(THRESHOLD);
    expect(parcels.classify(text).confidence).toBeLessThan(THRESHOLD);
  });

  it('is sure of its own examples', () => {
    for (const { name, examples } of coffeeShop) {
      for (const example of examples) {
        expect(coffee.classify(example).intent).toBe(name);
        expect(coffee.classify(example).confidence).toBeGreaterThan(0.8);
      }
    }
  });

  it('learns the same from the same examples', async () => {
    const again = await trainOfflineClassifier(coffeeShop);
    for (const text of ['доставка', 'вы где?', 'кофе'])
      expect(again.classify(text)).toEqual(coffee.classify(text));
  });

  it('does not take everything for the one intent it knows', async () => {
    const only = await trainOfflineClassifier(coffeeShop.slice(0, 1));
    expect(only.classify('во сколько вы открываетесь сегодня?').confidence).toBeGreaterThanOrEqual(THRESHOLD);
    expect(only.classify('хочу вернуть деньги за билет').confidence).toBeLessThan(THRESHOLD);
  });

  it('understands nothing without examples, and says so', async () => {
    for (const intents of [[], [{ name: 'empty', examples: [] }], [{ name: 'blank', examples: ['  '] }]]) {
      expect((await trainOfflineClassifier(intents)).classify('доставка')).toEqual({
        intent: null,
        confidence: 0,
      });
    }
  });
});

describe('classifying a burst offline', () => {
  const classify = async (...texts: string[]) => {
    const classifier = offlineClassifier(await trainOfflineClassifier(coffeeShop));
    const unread = texts.map((text, index) => ({ seq: index + 1, text }));
    return classifier.classify({ unread, languages: ['ru'] });
  };
  const intents = coffeeShop.map(({ name, examples }): Intent => {
    const action = name === 'complaint' ? 'handover' : 'reply';
    return { name, action, reply: name, description: null, examples, updated_at: new Date() };
  });
  /** What is surely wanted, with the messages it stands in. */
  const wanted = async (...texts: string[]) => {
    const { found } = await classify(...texts);
    const wishes = wishesIn(found, { intents, confidence_threshold: THRESHOLD });
    return wishes.map(({ intent, seqs }) => `${intent.name} in ${seqs.join(' and ')}`);
  };

  it('finds the question among a greeting and an apology', async () => {
    const found = await classify('Здравствуйте', 'извините что поздно', 'есть ли у вас доставка?');
    expect(found).toMatchObject({
      intent: 'delivery',
      wants_human: false,
      language: 'ru',
      pleasantry: false,
      out_of_scope: false,
    });
    expect(found.confidence).toBeGreaterThan(THRESHOLD);
    expect(await wanted('Здравствуйте', 'извините что поздно', 'есть ли у вас доставка?')).toEqual([
      'delivery in 3',
    ]);
  });

  it('hears a complaint beside a question, in a message or a sentence of its own, whichever comes first', async () => {
    const [question, complaint] = [
      'Во сколько вы открываетесь?',
      'Мне привезли холодный кофе, верните деньги',
    ];
    expect(await wanted(question, complaint)).toEqual(['opening_hours in 1', 'complaint in 2']);
    expect(await wanted(complaint, 'спасибо', question)).toEqual(['complaint in 1', 'opening_hours in 3']);
    expect(await wanted(`${complaint}. ${question}`)).toEqual(['complaint in 1', 'opening_hours in 1']);
  });

  it('hears every question, and no thanks, greeting or talk in between', async () => {
    expect(await wanted('добрый день! есть ли у вас доставка?', 'спасибо', 'какой у вас адрес')).toEqual([
      'delivery in 1',
      'address in 3',
    ]);
    expect(await wanted('какой у вас адрес', 'а кто выиграл вчера в футбол?')).toEqual(['address in 1']);
  });

  it('takes a question that is written in pieces for one', async () => {
    expect(await wanted('сколько стоит', 'доставка')).toEqual(['delivery in 1 and 2']);
  });

  it('keeps each message with what was said in it, and what was passed over with nothing', async () => {
    const { found } = await classify(
      'добрый день',
      'Во сколько вы открываетесь?',
      'мне привезли холодный кофе',
    );
    const wishes = wishesIn(found, { intents, confidence_threshold: THRESHOLD });
    expect([1, 2, 3].map((seq) => understoodOf(seq, found, wishes)?.intent)).toEqual([
      undefined,
      'opening_hours',
      'complaint',
    ]);
  });

  it('hears a complaint at either end of a long burst', async () => {
    const talk = Array.from({ length: 60 }, (_line, index) => `ыва ${index}`);
    const complaint = 'мне привезли холодный кофе';
    expect(await wanted(complaint, ...talk)).toEqual(['complaint in 1 and 2']);
    expect(await wanted(...talk, complaint)).toEqual(['complaint in 61']);
  });

  it('judges a flood with work that has a bound', async () => {
    const trained = await trainOfflineClassifier(coffeeShop);
    const judged: string[] = [];
    const counting = offlineClassifier({ classify: (text) => (judged.push(text), trained.classify(text)) });
    const flood = Array.from({ length: 300 }, (_line, index) => `${index}. ыва. пролдж. эжд. `.repeat(100));
    counting.classify({ unread: flood.map((text, seq) => ({ seq, text })), languages: ['ru'] });
    expect(judged.length).toBeLessThan(100);
    expect(Math.max(...judged.map(({ length }) => length))).toBeLessThanOrEqual(2_000);
  });

  it('hears that a person is asked for, also in the last sentence', async () => {
    expect((await classify('позовите человека')).wants_human).toBe(true);
    expect((await classify('Во сколько вы открываетесь? Оператор!')).wants_human).toBe(true);
    expect((await classify('Во сколько вы открываетесь?')).wants_human).toBe(false);
  });

  it('takes thanks for thanks', async () => {
    expect((await classify('спасибо')).pleasantry).toBe(true);
    expect((await classify()).pleasantry).toBe(false);
  });
});
