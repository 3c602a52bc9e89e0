import fc from 'fast-check';
import {
  asksForHuman,
  compileKeywords,
  keywordSchema,
  matchesKeyword,
  saysNo,
} from '../../../src/intents/keywords.js';

describe("a client's keywords", () => {
  const keywords = compileKeywords([
    'жалоб*',
    'верните деньги',
    'отказ',
    'Юрист',
    'ещё раз',
    'call back',
    "don't work",
    'верн* предоплат*',
    '112',
  ]);

  it.each([
    ['У меня жалоба!', true],
    ['ЖАЛОБУ оставить хочу', true],
    ['жалоб', true],
    ['мне нажаловались', false],
    ['Верните,  деньги!!!', true],
    ['верните\nденьги', true],
    ['верните мои деньги', false],
    ['деньги верните', false],
    ['это отказ', true],
    ['мне отказали', false],
    ['ЮРИСТ', true],
    ['повторите еще раз', true],
    ['Ещё раз', true],
    ['please CALL-BACK', true],
    ['it don’t work', true],
    ['вернёте предоплату?', true],
    ['звоните 112', true],
    ['номер 1125', false],
    ['', false],
  ])('in %j: %s', (text, expected) => {
    expect(matchesKeyword(keywords, text)).toBe(expected);
  });

  it('are found through soft hyphens, joiners and wide letters', () => {
    expect(matchesKeyword(keywords, 'жа\u00ADлоба')).toBe(true);
    expect(matchesKeyword(keywords, 'от\u200Bказ')).toBe(true);
    expect(matchesKeyword(keywords, 'ＣＡＬＬ back')).toBe(true);
  });

  it('without a letter match nothing, and an empty list neither', () => {
    expect(matchesKeyword(compileKeywords(['*', '  ', '!!!', '']), 'anything * at all !!!')).toBe(false);
    expect(matchesKeyword(compileKeywords([]), 'жалоба')).toBe(false);
  });

  it('are refused in a client file when they could never match, in words', () => {
    const problem = (keyword: string): string | undefined =>
      keywordSchema.safeParse(keyword).error?.issues[0]?.message;
    expect(problem('жалоб*')).toBeUndefined();
    expect(problem('верн* деньги')).toBeUndefined();
    expect(problem('***')).toMatch(/Must have a letter/);
    expect(problem('*жалоба')).toMatch(/A star may only stand at the end/);
    expect(problem('жа*лоба')).toMatch(/A star may only stand at the end/);
    expect(problem('x'.repeat(200))).toMatch(/at most 100/);
  });

  it('are found wherever they stand among other words', () => {
    const word = fc.constantFrom('кофе', 'холодный', 'и', 'очень', 'верните', 'деньгами', '😡', '—');
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (before, after) => {
        expect(matchesKeyword(keywords, [...before, 'верните', 'деньги', ...after].join(' '))).toBe(true);
        expect(matchesKeyword(keywords, [...before, 'вернитеденьги', ...after].join(' '))).toBe(false);
      }),
    );
  });

  it('stand hostile text: a book of near misses is read to the end', () => {
    const hostile = `${'верните '.repeat(20_000)}${"'".repeat(50_000)}${'жало'.repeat(20_000)}`;
    expect(matchesKeyword(keywords, hostile)).toBe(false);
    expect(matchesKeyword(keywords, `${hostile} отказ`)).toBe(true);
  });

  it('take any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (keyword, text) => {
        expect(typeof matchesKeyword(compileKeywords([keyword]), text)).toBe('boolean');
      }),
    );
  });
});

describe('asking for a person', () => {
  it.each([
    'оператор',
    'Оператора!',
    'позовите человека',
    'Позовите, пожалуйста, менеджера',
    'хочу поговорить с живым человеком',
    'Соедините с человеком',
    'мне нужен живой человек',
    'человек',
    'позовите кого-нибудь',
    'я не с ботом хочу говорить',
  ])('in Russian: %s', (text) => {
    expect(asksForHuman(text, ['ru'])).toBe(true);
  });

  it.each([
    'operator',
    'human',
    'Human, please',
    'I want to talk to a person',
    'can I speak with an agent?',
    'give me a real human',
    'I need an operator',
    'live agent',
  ])('in English: %s', (text) => {
    expect(asksForHuman(text, ['en'])).toBe(true);
  });

  it.each([
    'адам керек',
    'Маған адам керек',
    'адам шақырыңыз',
    'Адам шақырыңызшы!',
    'оператор',
    'оператормен сөйлескім келеді',
    'менеджермен сөйлескім келеді',
    'маман керек еді',
    'адаммен сөйлесейін',
    'адаммен байланыстырыңызшы',
    'мені адамға қосыңызшы',
    'Тірі адаммен сөйлесуге бола ма?',
    'қызметкеріңізді шақырыңыз',
    'көмекші керек',
  ])('in Kazakh: %s', (text) => {
    expect(asksForHuman(text, ['kk'])).toBe(true);
  });

  it.each([
    'адаммен сойлеским келеди',
    'кызметкермен сойлесейин',
    'маган адам керек',
    'тири адам керек',
    'кенесши керек',
  ])('in Kazakh typed with Russian letters: %s', (text) => {
    expect(asksForHuman(text, ['kk'])).toBe(true);
  });

  it.each([
    'сколько человек поместится за столом?',
    'на двух человек',
    'где мой заказ',
    'I need someone to fix my order',
    'is it safe for humans',
    'do you have human hair wigs',
    'table for one person',
    'бұл қанша адамға арналған?',
    'үстел төрт адамға керек',
    'көмектесіңізші, тапсырысым келмеді',
    '',
  ])('is not meant by: %s', (text) => {
    expect(asksForHuman(text, ['ru', 'en', 'kk'])).toBe(false);
  });

  it('is heard in the languages asked for, by any spelling of their codes, and in all when none is known', () => {
    expect(asksForHuman('позовите человека', ['en'])).toBe(false);
    expect(asksForHuman('позовите человека', ['ru-KZ'])).toBe(true);
    expect(asksForHuman('позовите человека', ['en', 'RU'])).toBe(true);
    expect(asksForHuman('позовите человека', ['de'])).toBe(true);
    expect(asksForHuman('позовите человека', [])).toBe(true);
  });
});

describe('saying no', () => {
  it.each([
    'нет',
    'Нет!',
    'не помогло',
    'нет, не помогло',
    'всё равно не работает',
    'No',
    "it didn't help",
    'that did not help :(',
    'nope',
    'жоқ',
    'жок',
    'бұл көмектеспеді',
    'Жоқ, әлі де істемей тұр',
    'комектескен жок',
  ])('is: %s', (text) => {
    expect(saysNo(text)).toBe(true);
  });

  it.each([
    'нет?',
    'нет, спасибо',
    'нет, я хочу латте',
    'у вас нет кофе',
    'no sugar please',
    'жоқ, рахмет',
    'сізде кофе жоқ',
    '',
  ])('is not: %s', (text) => {
    expect(saysNo(text)).toBe(false);
  });
});
