import { exportParts } from './export-parts.js';
import type { ExportedFile } from './export-parts.js';
import { readPerson } from './person.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, UserId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';
import { rootUser } from '../users/whole-user.js';

/** What a reader of the document may rely on: a later version only adds names. */
const format = 'estafeta-user-1';

/**
 * Everything that is kept of a user, with all they were merged with, as the text of one JSON document, piece by piece: one
 * page of rows is in memory at a time. Without secrets: how a file is fetched again, keys, ids of claims.
 *
 * @param asked.onFile told of each file of a message as it is named in the document, once
 * @param asked.ending what the document ends with, after all rows: more names with their values
 * @throws Refusal `not_found` before the first piece
 */
export async function* exportUser(
  db: Queryable,
  asked: {
    client_id: ClientId;
    user_id: UserId;
    now: Date;
    onFile: (file: ExportedFile) => void;
    ending?: () => AsyncIterable<string>;
  },
): AsyncGenerator<string> {
  const { client_id, now, onFile, ending } = asked;
  const user_id = await rootUser(db, { client_id, user_id: asked.user_id });
  const person = await readPerson(db, { client_id, user_id });
  if (person.user_ids.length === 0) throw notFound('user');
  yield `{\n"format": ${JSON.stringify(format)},\n"exported_at": ${JSON.stringify(now)}`;
  for (const { name, rows } of exportParts(db, person, onFile)) {
    yield `,\n${JSON.stringify(name)}: [`;
    let count = 0;
    for await (const row of rows) {
      yield `${count === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`;
      count += 1;
    }
    yield ']';
  }
  if (ending) yield* ending();
  yield '\n}\n';
}
