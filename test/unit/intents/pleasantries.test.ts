import { isPleasantry } from '../../../src/intents/pleasantries.js';

const isOne = (text: string): boolean => isPleasantry({ kind: 'text', text });

describe('a pleasantry', () => {
  it.each([
    'спасибо',
    'Спасибо!',
    'спасибооо',
    'спасибо)))',
    'Большое спасибо за помощь!',
    'благодарю вас!',
    'спс',
    'ок',
    'Ок, спасибо',
    'окей',
    'хорошо',
    'Хорошо, жду',
    'понял, спасибо',
    'до свидания',
    'Всего доброго!',
    'хорошего дня ☀️',
    'нет, спасибо',
    'супер 👍',
    'все понятно',
    'класс!',
    'Ещё раз спасибо',
  ])('in Russian: %s', (text) => {
    expect(isOne(text)).toBe(true);
  });

  it.each([
    'ok',
    'OK.',
    'Thanks a lot',
    'thank you so much!!',
    'thx',
    'Great, thanks for your help',
    'no thanks',
    'Got it',
    'bye',
    "you're welcome",
    'That was very helpful, thank you',
  ])('in English: %s', (text) => {
    expect(isOne(text)).toBe(true);
  });

  it.each([
    'рахмет',
    'Көп рахмет!',
    'Үлкен рахмет сізге',
    'Көмегіңізге көп рахмет!',
    'Жарайды, күтемін',
    'жақсы',
    'түсінікті, рахмет',
    'Иә, рахмет, бәрі түсінікті',
    'сау болыңыз',
    'Жұмысыңызға сәттілік!',
  ])('in Kazakh: %s', (text) => {
    expect(isOne(text)).toBe(true);
  });

  it.each(['коп рахмет', 'ракмет сизге', 'жаксы, тусиникти', 'тусиндим рахмет', 'сау болыныз', 'макул'])(
    'in Kazakh typed with Russian letters: %s',
    (text) => {
      expect(isOne(text)).toBe(true);
    },
  );

  it.each(['👍', '❤️', '🙏🙏🙏', '👍🏽', '👨‍👩‍👧', '🇰🇿', '😀 👌!', ':)', ':-)', ')))', ':D', 'xD'])(
    'without a word: %s',
    (text) => {
      expect(isOne(text)).toBe(true);
    },
  );

  it('is a reaction or a sticker, whatever it shows', () => {
    expect(isPleasantry({ kind: 'reaction', text: '👎' })).toBe(true);
    expect(isPleasantry({ kind: 'sticker', text: null })).toBe(true);
  });
});

describe('no pleasantry', () => {
  it.each([
    ['a question', 'ok?'],
    ['a question after thanks', 'спасибо, а где мой заказ'],
    ['thanks with a wish', 'спасибо, позовите менеджера'],
    ['a greeting', 'привет'],
    ['a polite greeting', 'Здравствуйте!'],
    ['a greeting in English', 'hello'],
    ['a greeting in Kazakh', 'сәлеметсіз бе'],
    ['"no"', 'нет'],
    ['"not yet"', 'пока нет'],
    ['"yes"', 'да'],
    ['a number', '5'],
    ['a keycap number', '1️⃣'],
    ['a bare question mark', '?'],
    ['a question in pictures', '🤔❓'],
    ['a cry for help', '🆘'],
    ['dots', '...'],
    ['nothing', ''],
    ['words that only go around thanks', 'вам за помощь'],
    ['a list', '1) кофе'],
    ['a long text', 'спасибо '.repeat(40)],
    ['letters next to an emoji', '👍 доставка'],
  ])('is %s: %s', (_name, text) => {
    expect(isOne(text)).toBe(false);
  });

  it('is a photo or a voice message, whatever its caption says', () => {
    expect(isPleasantry({ kind: 'image', text: 'спасибо' })).toBe(false);
    expect(isPleasantry({ kind: 'voice', text: null })).toBe(false);
    expect(isPleasantry({ kind: 'text', text: null })).toBe(false);
    expect(isPleasantry({ kind: 'button', text: 'ок' })).toBe(false);
  });
});
