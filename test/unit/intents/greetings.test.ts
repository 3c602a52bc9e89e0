import { isGreeting } from '../../../src/intents/greetings.js';

describe('a greeting', () => {
  it.each([
    'Привет!',
    'Здравствуйте, у меня вопрос',
    'Добрый вечер',
    'hi',
    'Good morning!',
    'Сәлем!',
    'Сәлеметсіз бе',
    'салем',
    'салеметсиз бе',
    'Ассалаумағалейкум',
    'Қайырлы күн, сұрағым бар',
    'кайырлы тан',
  ])('is all there is: %s', (text) => {
    expect(isGreeting(text)).toBe(true);
  });

  it.each(['Привет, где мой заказ', 'hello, is it open today', 'Сәлем, қашан ашыласыз', 'қайырлы түн', ''])(
    'is not all there is: %s',
    (text) => {
      expect(isGreeting(text)).toBe(false);
    },
  );
});
