import { guessLanguage } from '../intents/language.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { knownLanguage } from '../texts/texts.js';
import { wholeUser } from '../users/whole-user.js';

/** So many of the user's last messages tell the language: a "рахмет" or "ok" after them says nothing. */
export const tellingMessages = 3;

/** What tells a user's language. */
export type LanguageSigns = {
  /** Their last messages. */
  last_said: readonly string[];
  /** What their messenger is set to. */
  language_code: string | null;
};

/**
 * The language a user is spoken to in: Kazakh when they write it, else what their messenger is set to, else the client's.
 *
 * @returns two letters, a language there are texts in
 */
export function userLanguage({ last_said, language_code }: LanguageSigns, clientLanguage: string): string {
  return knownLanguage(sureLanguage(last_said), language_code, clientLanguage);
}

/** As {@link userLanguage}, of a user under all their addresses, whichever they write from. */
export async function readUserLanguage(
  db: Queryable,
  user: { client_id: ClientId; user_id: UserId },
  clientLanguage: string,
): Promise<string> {
  const { client_id, user_id } = user;
  const signs = await db.one<LanguageSigns>(sql`
    SELECT ARRAY(SELECT m.content FROM messages m
        WHERE m.client_id = ${client_id} AND m.user_id IN ${wholeUser(user)} AND m.role = 'user'
        ORDER BY m.created_at DESC, m.seq DESC LIMIT ${tellingMessages}) AS last_said,
      (SELECT u.language_code FROM users u
        WHERE u.client_id = ${client_id} AND u.id IN ${wholeUser(user)} AND u.language_code IS NOT NULL
        ORDER BY u.id = ${user_id} DESC LIMIT 1) AS language_code`);
  return userLanguage(signs, clientLanguage);
}

/** Many who write Kazakh have their phone in Russian or English; its letters and everyday words leave no doubt. */
function sureLanguage(said: readonly string[]): string | null {
  return said.some((text) => guessLanguage(text) === 'kk') ? 'kk' : null;
}
