import { loadLink } from './whatsapp-link-row.js';
import type { LinkMethod, LinkRow, LinkState } from './whatsapp-link-row.js';
import { linkShownPlace } from './whatsapp-session.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { plusMinutes } from '../shared/durations.js';
import { EstafetaError } from '../shared/errors.js';
import type { ClientId, IntegrationId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import type { SealedBox } from '../shared/sealed-box.js';
import { texts } from '../texts/texts.js';

type Phone = { client_id: ClientId; integration_id: IntegrationId };

/** Somebody stands there with the phone in the hand; later they ask again. */
const askMinutes = 3;

/**
 * A number as WhatsApp takes it for linking: with its country, `+77010000001`, however it was typed.
 *
 * @returns null when the text is no such number
 */
export function readPhoneNumber(typed: string): string | null {
  const bare = typed.replace(/[\s().-]/g, '');
  return /^\+?[1-9]\d{6,14}$/.test(bare) ? `+${bare.replace('+', '')}` : null;
}

/**
 * Asks for a phone to be linked. Whichever process holds the connection goes to WhatsApp for a QR code or a code to type,
 * and follows its changes for three minutes; {@link readLink} shows them. Asked once more, it begins anew. A phone that is
 * linked but not connected is connected at once instead.
 *
 * @param phone for a code: the number it will be typed on; left out, the one that was linked before
 * @returns `asked`, or `reconnecting` where a phone is linked already
 * @throws EstafetaError `linked_already`, `number_taken`, `phone_needed`, `link_busy`, `integration_unknown`
 */
export async function askForLink(
  db: Queryable,
  ask: Phone & { method: LinkMethod; phone?: string; in_group?: boolean; now: Date },
): Promise<'asked' | 'reconnecting'> {
  const { client_id, integration_id, method, in_group = false, now } = ask;
  const before = await mustLoad(db, ask);
  if (before.is_linked) return reconnect(db, before, now);
  const phone = method === 'code' ? (ask.phone ?? before.phone) : null;
  if (method === 'code' && phone === null) throw phoneNeeded();
  if (phone !== null && (await isLinkedElsewhere(db, phone, integration_id))) throw numberTaken();
  const rows = await db.query(sql`
    INSERT INTO whatsapp_links AS l (client_id, integration_id, state, asked_method, asked_phone, asked_at, asked_until,
      asked_in_group)
    VALUES (${client_id}, ${integration_id}, 'asked', ${method}, ${phone}, ${now}, ${plusMinutes(now, askMinutes)},
      ${in_group})
    ON CONFLICT (integration_id) DO UPDATE SET state = 'asked', asked_method = excluded.asked_method,
      asked_phone = excluded.asked_phone, asked_at = excluded.asked_at, asked_until = excluded.asked_until,
      asked_in_group = excluded.asked_in_group, shown = NULL, shown_until = NULL, problem = NULL, updated_at = now()
    WHERE l.creds IS NULL AND l.client_id = excluded.client_id
    RETURNING integration_id`);
  if (rows.length === 0) throw linkBusy();
  return 'asked';
}

/** Linked, but not connected: tried now instead of later. */
async function reconnect(db: Queryable, link: LinkRow, now: Date): Promise<'reconnecting'> {
  if (link.state === 'connected' || link.state === 'pairing') throw linkedAlready(link);
  if (link.state === 'unlinking') throw linkBusy();
  await db.query(sql`
    UPDATE whatsapp_links SET state = 'waiting', next_attempt_at = ${now}, updated_at = now()
    WHERE client_id = ${link.client_id} AND integration_id = ${link.integration_id} AND creds IS NOT NULL
      AND state IN ('waiting', 'replaced', 'refused')`);
  return 'reconnecting';
}

/** Where a link stands, as it is shown to whoever asked for it. */
export type ShownLink = {
  state: LinkState;
  phone: string | null;
  /** The text of the QR code, while one is to be read. */
  qr: string | null;
  /** The code to type, while one is good. */
  code: string | null;
  shown_until: Date | null;
  /** Where it stands and what to do next, in words. */
  words: string;
};

/**
 * Where the link of a phone stands.
 *
 * @param language of the words
 * @throws EstafetaError `integration_unknown`, `seal_broken`, `seal_key_unknown`
 */
export async function readLink(
  db: Queryable,
  box: SealedBox,
  { language, now, ...phone }: Phone & { language: string; now: Date },
): Promise<ShownLink> {
  const link = await mustLoad(db, phone);
  const row = await db.maybeOne<{ shown: string | null; shown_until: Date | null }>(sql`
    SELECT shown, shown_until FROM whatsapp_links
    WHERE client_id = ${phone.client_id} AND integration_id = ${phone.integration_id}`);
  const isOver = !link.is_linked && link.asked_until !== null && link.asked_until <= now;
  const state = isOver ? 'unlinked' : link.state;
  const isGood = state === 'showing' && row?.shown_until != null && row.shown_until > now;
  const place = linkShownPlace({ client_id: link.client_id, id: link.integration_id });
  const shown = isGood && row.shown !== null ? box.open(row.shown, place) : null;
  const { linking } = texts(language);
  const problem = isOver ? 'nobody_linked' : link.problem;
  return {
    state,
    phone: link.is_linked ? link.phone : (link.asked_phone ?? link.phone),
    qr: link.asked_method === 'qr' ? shown : null,
    code: link.asked_method === 'code' ? shown : null,
    shown_until: shown === null ? null : (row?.shown_until ?? null),
    words: state === 'unlinked' && problem ? linking.problems[problem] : linking.states[state],
  };
}

/**
 * Logs out at WhatsApp and erases the keys of the session: done by whichever process holds the connection. Takes back a
 * request to link as well.
 *
 * @returns `unlinking` while WhatsApp is to be told, `unlinked` when there was no phone
 * @throws EstafetaError `integration_unknown`
 */
export async function unlink(db: Queryable, phone: Phone): Promise<'unlinking' | 'unlinked'> {
  const { client_id, integration_id } = phone;
  const { is_linked } = await mustLoad(db, phone);
  await db.query(sql`
    UPDATE whatsapp_links SET state = CASE WHEN creds IS NULL THEN 'unlinked' ELSE 'unlinking' END, asked_method = NULL,
      asked_phone = NULL, asked_at = NULL, asked_until = NULL, asked_in_group = false, shown = NULL, shown_until = NULL,
      problem = NULL, next_attempt_at = NULL, updated_at = now()
    WHERE client_id = ${client_id} AND integration_id = ${integration_id}`);
  return is_linked ? 'unlinking' : 'unlinked';
}

async function mustLoad(db: Queryable, { client_id, integration_id: id }: Phone): Promise<LinkRow> {
  const row = await loadLink(db, { client_id, id });
  if (row) return row;
  throw new Refusal('not_found', {
    code: 'integration_unknown',
    message: 'The client has no such connection with a linked phone.',
    whatToDo: 'Add `{ platform: whatsapp, name: main-number }` to the client file and apply it.',
  });
}

/** Over all clients: one number is one device at WhatsApp, whoever uses it. */
async function isLinkedElsewhere(db: Queryable, phone: string, but: IntegrationId): Promise<boolean> {
  const { linked } = await db.one<{ linked: boolean }>(
    sql`SELECT is_number_linked(${phone}, ${but}) AS linked`,
  );
  return linked;
}

function linkedAlready({ phone, name }: LinkRow): Refusal {
  return new Refusal('conflict', {
    code: 'linked_already',
    message: `${name}: the phone ${phone ?? ''} is linked and connected.`,
    whatToDo: 'To link another phone, unlink this one first: estafeta whatsapp unlink',
  });
}

function numberTaken(): Refusal {
  return new Refusal('conflict', {
    code: 'number_taken',
    message: 'This number is linked to another connection already.',
    whatToDo: 'Unlink it there first (estafeta whatsapp unlink), or link another phone.',
  });
}

function phoneNeeded(): EstafetaError {
  return new EstafetaError({
    code: 'phone_needed',
    message: 'A code is typed on one phone, and no number is known yet.',
    whatToDo: 'Give the number with its country, such as +77010000001.',
  });
}

function linkBusy(): Refusal {
  return new Refusal('conflict', {
    code: 'link_busy',
    message: 'The phone is just being linked or unlinked.',
    whatToDo: 'Ask again in a moment.',
  });
}
