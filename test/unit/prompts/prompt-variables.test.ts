import { promptProblem } from '../../../src/prompts/prompt-problem.js';
import { fillVariables, unknownVariables } from '../../../src/prompts/prompt-variables.js';

const values = { client_name: 'Кофейня {time}', language: 'русский', today: 'понедельник', time: '10:00' };

describe('The variables of a prompt', () => {
  it('are filled in once: what a value says is not looked at again', () => {
    expect(fillVariables('{client_name}, {today}, {time}, {time}', values)).toBe(
      'Кофейня {time}, понедельник, 10:00, 10:00',
    );
  });

  it('are words in braces: JSON and what is unknown stay as they were written', () => {
    const text = '{"action": "answer"} { time } {цена} {unknown} {}';
    expect(fillVariables(text, values)).toBe(text);
    expect(unknownVariables(text)).toEqual(['unknown']);
  });

  it('that nothing is known of are told with those that are', () => {
    expect(promptProblem('Ты из {client_name}.')).toBeNull();
    expect(promptProblem('Ты из {firm}, {firm}.')?.message).toBe(
      '{firm} is not known: use {client_name}, {language}, {today}, {time}',
    );
  });
});
