import { offlineClassifier } from '../../../src/intents/classify-offline.js';
import { trainOfflineClassifier } from '../../../src/intents/offline-classifier.js';
import type { OfflineClassifier } from '../../../src/intents/offline-classifier.js';

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

describe('classifying a conversation offline', () => {
  const classify = async (lines: string[], before: { role: 'user' | 'assistant'; text: string }[] = []) => {
    const classifier = offlineClassifier(await trainOfflineClassifier(coffeeShop));
    const messages = [...before, ...lines.map((text) => ({ role: 'user' as const, text }))];
    return classifier.classify({ messages, languages: ['ru'] });
  };

  it('finds the question among a greeting and an apology', async () => {
    const found = await classify(['Здравствуйте', 'извините что поздно', 'есть ли у вас доставка?']);
    expect(found).toMatchObject({
      intent: 'delivery',
      wants_human: false,
      language: 'ru',
      pleasantry: false,
      out_of_scope: false,
    });
    expect(found.confidence).toBeGreaterThan(THRESHOLD);
  });

  it('looks only at what came after the last answer', async () => {
    const before = [
      { role: 'user' as const, text: 'есть ли у вас доставка?' },
      { role: 'assistant' as const, text: 'Да, за 40 минут.' },
    ];
    expect((await classify(['какой у вас адрес'], before)).intent).toBe('address');
  });

  it('hears that a person is asked for', async () => {
    expect((await classify(['позовите человека'])).wants_human).toBe(true);
  });

  it('takes thanks for thanks', async () => {
    expect((await classify(['спасибо'])).pleasantry).toBe(true);
    expect((await classify([])).pleasantry).toBe(false);
  });
});
