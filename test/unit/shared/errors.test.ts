import { z } from 'zod';
import { EstafetaError, explain, messageOf, problemList } from '../../../src/shared/errors.js';

describe('A list of problems', () => {
  const schema = z.strictObject({
    client: z.object({ id: z.string() }),
    settings: z.strictObject({ reminder_timeout_1: z.number() }),
    intents: z.array(z.object({ name: z.string() })),
  });
  const problemsOf = (value: unknown): string[] => problemList(schema.safeParse(value).error!, 'shop.yaml');

  it('names the file and the field of each problem', () => {
    const problems = problemsOf({
      client: {},
      settings: { reminder_timeout_1: 'soon' },
      intents: [{ name: 'a' }, {}],
    });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^shop\.yaml: client\.id: /);
    expect(problems[1]).toMatch(/^shop\.yaml: settings\.reminder_timeout_1: .*number/);
    expect(problems[2]).toMatch(/^shop\.yaml: intents\[1\]\.name: /);
  });

  it('names an unknown field and says what to do', () => {
    const [problem] = problemsOf({
      client: { id: 'a' },
      settings: { reminder_timeout_1: 3, remainder: 4 },
      intents: [],
    });
    expect(problem).toBe('shop.yaml: settings: unknown name remainder; check the spelling or remove it');
  });

  it('never repeats a value, which may be a secret', () => {
    const problems = problemsOf({
      client: { id: 7 },
      settings: { reminder_timeout_1: 'sk-secret' },
      intents: 'hunter2',
    });
    expect(problems.join()).not.toMatch(/sk-secret|hunter2/);
  });
});

describe('An error of Estafeta', () => {
  it('says what is wrong and what to do', () => {
    const error = new EstafetaError({
      code: 'c',
      message: 'The port is taken.',
      whatToDo: 'Set PORT.',
      cause: 1,
    });
    expect(explain(error)).toBe('The port is taken.\n  What to do: Set PORT.');
    expect(error).toMatchObject({ code: 'c', cause: 1 });
  });

  it('has a message even when what was thrown is no error', () => {
    expect(messageOf('plain')).toBe('plain');
    expect(explain(new Error('other'))).toBe('other');
  });
});
