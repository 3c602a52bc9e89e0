import { answersSteadily, seemsToBeProgram } from '../../../src/conversations/loop-brake.js';

type Lines = Parameters<typeof seemsToBeProgram>[0];
type Role = Lines[number]['role'];

const start = Date.parse('2026-11-23T10:00:00Z');

/** A conversation: who said what, and so many seconds after the line before. */
function talk(...said: [Role, string, number][]): Lines {
  let at = start;
  return said.map(([role, content, seconds]) => {
    at += seconds * 1_000;
    return { role, content, said_at: new Date(at) };
  });
}

/** So many exchanges: our answer after two seconds, theirs after so many. */
function exchanges(count: number, their: (index: number) => [string, number]): [Role, string, number][] {
  return Array.from({ length: count }, (_, index): [Role, string, number][] => {
    const [text, seconds] = their(index);
    return [
      ['assistant', `Ответ номер ${index}`, 2],
      ['user', text, seconds],
    ];
  }).flat();
}

const long = (index: number): string => `${index}: ${'подробный ответ машины '.repeat(6)}`;

describe('The other side seems to be a program', () => {
  it('when it answers eight times in a row before anybody could have read ours', () => {
    const said = talk(['user', 'Добрый день', 0], ...exchanges(8, (index) => [`вопрос ${index}`, 1]));
    expect(said).toHaveLength(17);
    expect(seemsToBeProgram(said)).toBe(true);
    expect(seemsToBeProgram(said.slice(0, -2))).toBe(false);
  });

  it('when it types faster than anybody, also after a pause to think', () => {
    expect(seemsToBeProgram(talk(['user', 'Hi', 0], ...exchanges(8, (index) => [long(index), 9])))).toBe(
      true,
    );
  });

  it('when it takes its time, and always the same: within 20 messages, the clocks telling whole seconds', () => {
    for (const seconds of [2, 5, 10]) {
      const said = talk(
        ['user', 'Добрый день', 0],
        ...exchanges(9, (index) => [`вопрос ${index}`, seconds + (index % 2)]),
      );
      expect(said).toHaveLength(19);
      expect(seemsToBeProgram(said)).toBe(true);
      expect(seemsToBeProgram(said.slice(0, -2))).toBe(false);
    }
  });

  it('when it sends the same automatic reply four times', () => {
    const reply = 'Спасибо за обращение! Мы ответим вам в рабочее время.';
    const said = talk(['user', reply, 0], ...exchanges(4, () => [reply, 5]));
    expect(seemsToBeProgram(said)).toBe(true);
    expect(seemsToBeProgram(said.slice(0, -2))).toBe(false);
  });

  it('also when it splits its answers, or writes them in another case', () => {
    const said = talk(
      ['user', 'АВТООТВЕТ: нас нет на месте', 0],
      ...[0, 1, 2, 3].flatMap((index): [Role, string, number][] => [
        ['assistant', `Ответ ${index}`, 2],
        ['user', index % 2 ? 'автоответ:  нас нет' : 'Автоответ: нас нет', 3],
        ['user', 'на месте', 1],
      ]),
    );
    expect(seemsToBeProgram(said)).toBe(true);
  });

  it('also when we answer with notices', () => {
    const said = talk(
      ['user', '...', 0],
      ...exchanges(8, () => ['??', 1]).map(([role, text, seconds]): [Role, string, number] => [
        role === 'user' ? role : 'system',
        text,
        seconds,
      ]),
    );
    expect(seemsToBeProgram(said)).toBe(true);
  });
});

describe('The other side is a person', () => {
  it('who writes lively: short answers after a few seconds', () => {
    const words = [
      'а сколько стоит?',
      'есть на овсяном?',
      'а десерты?',
      'хорошо, а доставка',
      'когда?',
      'ок а завтра',
    ];
    const said = talk(
      ['user', 'привет', 0],
      ...exchanges(14, (index) => [words[index % 6] ?? '', 3 + (index % 4)]),
    );
    expect(seemsToBeProgram(said)).toBe(false);
  });

  it('who is quick now and then, or pastes something long', () => {
    const said = talk(
      ['user', 'привет', 0],
      ...exchanges(14, (index) => [index % 5 === 0 ? long(index) : 'и ещё вопрос', index % 7 === 6 ? 12 : 1]),
    );
    expect(seemsToBeProgram(said)).toBe(false);
  });

  it('who says yes to one question after another', () => {
    expect(seemsToBeProgram(talk(['user', 'привет', 0], ...exchanges(7, () => ['да', 3])))).toBe(false);
  });

  it('who presses the same buttons in a rhythm', () => {
    const said = talk(
      ['user', 'привет', 0],
      ...exchanges(14, (index) => [['да', 'нет', 'меню'][index % 3] ?? '', 3]),
    );
    expect(seemsToBeProgram(said)).toBe(false);
  });

  it('who asks the same again later', () => {
    const said = talk(
      ['user', 'Где мой заказ номер 5?', 0],
      ...exchanges(6, () => ['Где мой заказ номер 5?', 600]),
    );
    expect(seemsToBeProgram(said)).toBe(false);
  });

  it('who writes many messages before we answer', () => {
    const said = talk(...Array.from({ length: 40 }, (): [Role, string, number] => ['user', 'ау', 1]));
    expect(seemsToBeProgram(said)).toBe(false);
  });

  it('who goes on writing, a line a second, while we answer in between', () => {
    const said = talk(
      ...Array.from({ length: 80 }, (_, index): [Role, string, number] =>
        index % 5 === 4 ? ['assistant', `Ответ ${index}`, 0] : ['user', `строка ${index}`, 1],
      ),
    );
    expect(seemsToBeProgram(said)).toBe(false);
  });

  it('to whom a colleague has talked in between', () => {
    const said = talk(
      ['user', 'привет', 0],
      ...exchanges(5, () => ['быстро', 1]),
      ['manager', 'Здравствуйте!', 5],
      ...exchanges(5, () => ['быстро', 1]),
    );
    expect(seemsToBeProgram(said)).toBe(false);
  });
});

describe('Who has taken more turns than a person needs', () => {
  const irregular = (index: number): [string, number] => [`вопрос ${index}`, 2 + ((index * 5) % 9)];

  it('answers steadily when each of our answers got one, soon', () => {
    const said = talk(['user', 'привет', 0], ...exchanges(12, irregular));
    expect(answersSteadily(said)).toBe(true);
    expect(seemsToBeProgram(said)).toBe(false);
    expect(answersSteadily(said.slice(0, -2))).toBe(false);
  });

  it('does not when they write on without waiting, pause to think, or a colleague has spoken', () => {
    const flood = exchanges(12, irregular).flatMap((line): [Role, string, number][] =>
      line[0] === 'user' ? [line, ['user', 'и ещё', 1]] : [line],
    );
    expect(answersSteadily(talk(['user', 'привет', 0], ...flood))).toBe(false);
    const slow = exchanges(12, (index) => [`вопрос ${index}`, index === 5 ? 45 : 4]);
    expect(answersSteadily(talk(['user', 'привет', 0], ...slow))).toBe(false);
    const helped = [
      ...exchanges(6, irregular),
      ['manager', 'Да', 5] as [Role, string, number],
      ...exchanges(6, irregular),
    ];
    expect(answersSteadily(talk(['user', 'привет', 0], ...helped))).toBe(false);
  });
});
