import { availableParallelism } from 'node:os';
import type { FieldProblem } from '../shared/field-problem.js';
import { FieldsInvalid } from '../shared/refused-edit.js';

const shortest = 10;
const longest = 200;

/** OWASP's password storage cheat sheet: argon2id, 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes 19 MiB and a processor: who tries many passwords at once waits, and the rest of the program doesn't. */
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
const waiting: (() => void)[] = [];
let running = 0;

/**
 * @param field the field it was typed into, for the error
 * @throws FieldsInvalid when it is too easy to guess
 */
export function checkPassword(
  password: string,
  { email, field = 'password' }: { email: string; field?: string },
): void {
  const problem = problemOf(password, email);
  if (problem) throw new FieldsInvalid({ [field]: problem });
}

function problemOf(password: string, email: string): FieldProblem | null {
  if (password.length < shortest)
    return {
      reason: 'too_short',
      params: { minimum: shortest },
      message: `must have at least ${shortest} characters`,
    };
  if (password.length > longest)
    return {
      reason: 'too_long',
      params: { maximum: longest },
      message: `must have at most ${longest} characters`,
    };
  const plain = password.toLowerCase();
  const [name = ''] = email.split('@');
  if (plain === email || (name.length > 3 && plain.startsWith(name) && plain.length < name.length + 6))
    return { reason: 'too_easy', message: 'must not be made of your address' };
  return new Set(password).size < 5
    ? { reason: 'too_easy', message: 'must have more different characters' }
    : null;
}

/** @returns argon2id's text, with its salt and cost in it */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await argon2();
  return inTurn(() => hash(password, cost));
}

/**
 * Whether a password is right. For an admin who has none, or doesn't exist, it takes as long as for a wrong one: nobody
 * learns from the clock who has an account.
 */
export async function isRightPassword(hash: string | null, password: string): Promise<boolean> {
  const { verify } = await argon2();
  const matches = await inTurn(() => verify(hash ?? nobodys, password.slice(0, longest + 1)));
  return matches && hash !== null;
}

/** Of a password nobody knows, at the same cost. */
const nobodys =
  '$argon2id$v=19$m=19456,t=2,p=1$PibLpKEiZdgAYh2JeCBtuw$syQvYF1f7L5XQm5CPNp/f4hSY7r/2lcQ3fa+uIUCQ6c';

/** Only when somebody signs in: what every start loads, every start pays for. */
async function argon2() {
  return import('@node-rs/argon2');
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}
