import { guessLanguage } from '../../../src/intents/language.js';

describe('the language of a message', () => {
  it.each([
    ['Во сколько вы открываетесь?', 'ru'],
    ['When do you open?', 'en'],
    ['Сәлеметсіз бе, қашан ашыласыз?', 'kk'],
    ['ӨТІНЕМІН', 'kk'],
    ['Маған адам керек', 'kk'],
    ['маган адам керек', 'kk'],
    ['сиздерде латте канша турады', 'kk'],
    ['рахмет, всё понятно', 'ru'],
    ['Салем! Есть бар рядом?', 'ru'],
    ['Можно оплатить через Kaspi?', 'ru'],
    ['see https://пример.рф/страница', 'en'],
    ['Wie spät ist es für Sie?', null],
    ['12:30', null],
    ['👍', null],
    ['', null],
    ['你好', null],
  ])('of %j is %s', (text, language) => {
    expect(guessLanguage(text)).toBe(language);
  });
});
