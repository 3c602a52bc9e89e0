import { clearAlarm, raiseAlarm } from './alarms.js';
import type { AlarmKind } from './alarms.js';
import { setIntegrationState } from './integration-state.js';
import type { IntegrationState } from './integration-state.js';
import { tellGroupOfLink } from './whatsapp-link-posts.js';
import type { LinkProblem } from './whatsapp-link-row.js';
import { forgetSessionKeys, linkCredsPlace, linkShownPlace } from './whatsapp-session.js';
import type { HeldPhone } from './whatsapp-session.js';
import { isUniqueViolation, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { plusMs } from '../shared/durations.js';
import type { SealedBox } from '../shared/sealed-box.js';
import type { Tools } from '../use-case.js';

/** Every alarm a linked phone can cause by itself. */
const alarmKinds: readonly AlarmKind[] = [
  'number_dropped',
  'number_replaced',
  'number_banned',
  'number_unreachable',
];

type LinkTools = Pick<Tools, 'db' | 'logger' | 'clock' | 'bell'>;

/** What the holder of a phone's connection writes of it: nothing, when somebody else holds it by now. */
async function update(tx: Queryable, phone: HeldPhone, set: Sql, when: Sql = sql`true`): Promise<boolean> {
  const rows = await tx.query(sql`
    UPDATE whatsapp_links SET ${set}, updated_at = now()
    WHERE client_id = ${phone.client_id} AND integration_id = ${phone.id} AND fence = ${phone.fence} AND ${when}
    RETURNING integration_id`);
  return rows.length > 0;
}

/** A later request has not taken its place. */
function stillAsked(asked_at: Date | null): Sql {
  return sql`creds IS NULL AND state IN ('asked', 'showing') AND asked_at = ${asked_at}`;
}

const nothingAsked = sql`asked_method = NULL, asked_phone = NULL, asked_at = NULL, asked_until = NULL,
  asked_in_group = false, shown = NULL, shown_until = NULL`;

/**
 * A QR code or a code to type is there to be shown.
 *
 * @param asked_at of the request it belongs to: a later one has taken its place otherwise
 */
export async function noteShown(
  { db, clock, bell }: LinkTools,
  box: SealedBox,
  phone: HeldPhone,
  { text, until, asked_at }: { text: string; until: Date; asked_at: Date | null },
): Promise<void> {
  const posting = await db.transaction(async (tx) => {
    const sealed = box.seal(text, linkShownPlace(phone));
    const set = sql`state = 'showing', shown = ${sealed}, shown_until = ${until}`;
    if (!(await update(tx, phone, set, stillAsked(asked_at)))) return null;
    return tellGroupOfLink(tx, phone, { said: 'code', code: text }, clock.now());
  });
  if (posting) bell.posts(posting);
}

/**
 * A phone has agreed: its credentials and its number are kept, before WhatsApp is told that they are.
 *
 * @returns `taken` when the number is linked to another connection: nothing is kept; `lost` when the lease is not ours
 */
export async function notePaired(
  { db }: LinkTools,
  box: SealedBox,
  phone: HeldPhone,
  { creds, number, lid }: { creds: string; number: string; lid: string | null },
): Promise<'paired' | 'taken' | 'lost'> {
  const sealed = box.seal(creds, linkCredsPlace(phone));
  const set = sql`state = 'pairing', creds = ${sealed}, phone = ${number}, lid = ${lid}, shown = NULL, shown_until = NULL,
    problem = NULL, close_code = NULL, attempts = 0, next_attempt_at = NULL`;
  try {
    return (await update(db, phone, set)) ? 'paired' : 'lost';
  } catch (error) {
    if (isUniqueViolation(error, 'whatsapp_links_one_phone')) return 'taken';
    throw error;
  }
}

/** The phone is being connected. */
export async function noteConnecting({ db }: LinkTools, phone: HeldPhone): Promise<void> {
  const set = sql`state = 'connecting', next_attempt_at = NULL`;
  await update(db, phone, set, sql`creds IS NOT NULL AND state <> 'unlinking'`);
}

/** Messages come in and go out: alarms are over, and whoever asked for the link in the group is told. */
export async function noteConnected(tools: LinkTools, phone: HeldPhone): Promise<void> {
  const { db, logger, clock, bell } = tools;
  const now = clock.now();
  const posting = await db.transaction(async (tx) => {
    const set = sql`state = 'connected', connected_at = ${now}, attempts = 0, close_code = NULL, next_attempt_at = NULL,
      problem = NULL`;
    if (!(await update(tx, phone, set, sql`creds IS NOT NULL AND state <> 'unlinking'`))) return null;
    const told = await tellGroupOfLink(tx, phone, { said: 'linked' }, now);
    await update(tx, phone, nothingAsked);
    await setIntegrationState(tx, phone, { status: 'connected', status_message: null });
    // Connecting is no sign yet that the other program has stopped.
    for (const kind of alarmKinds) {
      if (kind !== 'number_replaced') await clearAlarm({ db: tx, logger }, alarmOf(phone, kind), now);
    }
    return told;
  });
  if (posting) bell.posts(posting);
}

/** It has held for a while: nobody else takes the link away any more. */
export async function noteLasting({ db, logger, clock }: LinkTools, phone: HeldPhone): Promise<void> {
  await clearAlarm({ db, logger }, alarmOf(phone, 'number_replaced'), clock.now());
}

/** What follows the end of a connection, and what the owner is told of it. */
export type NotedClose = {
  next: 'waiting' | 'replaced' | 'refused' | 'logged_out';
  code: number;
  failures: number;
  /** Until it is tried again; null or left out: not by itself. */
  pauseMs?: number | null;
  alarm: AlarmKind | null;
  message: string | null;
};

/**
 * The connection of a linked phone has ended. Logged out, its session is erased in the same transaction, and the
 * managers' group is offered to link it again. Where somebody has asked meanwhile for it to be unlinked, that stands.
 */
export async function noteClosed(
  { db, logger, clock, bell }: LinkTools,
  phone: HeldPhone,
  { next, code, failures, pauseMs = null, alarm, message }: NotedClose,
): Promise<void> {
  const now = clock.now();
  const posting = await db.transaction(async (tx) => {
    const isOver = next === 'logged_out';
    const erased = isOver ? sql`, creds = NULL, lid = NULL` : sql``;
    const set = sql`state = ${next}, close_code = ${code}, attempts = ${failures}, closed_at = ${now},
      next_attempt_at = ${pauseMs === null ? null : plusMs(now, pauseMs)}::timestamptz${erased}`;
    if (!(await update(tx, phone, set, sql`state <> 'unlinking'`))) return null;
    if (message !== null) await setIntegrationState(tx, phone, { status: 'error', status_message: message });
    if (alarm) await raiseAlarm({ db: tx, logger }, alarmOf(phone, alarm), now);
    if (!isOver) return null;
    await forgetSessionKeys(tx, phone);
    await update(tx, phone, nothingAsked);
    return tellGroupOfLink(tx, phone, { said: 'lost' }, now);
  });
  if (posting) bell.posts(posting);
}

/** Nobody linked a phone, or it may not be linked here. */
export async function noteNotLinked(
  { db, clock, bell }: LinkTools,
  phone: HeldPhone,
  { problem, asked_at }: { problem: LinkProblem; asked_at: Date | null },
): Promise<void> {
  const posting = await db.transaction(async (tx) => {
    if (!(await update(tx, phone, sql`problem = ${problem}`, stillAsked(asked_at)))) return null;
    const told = await tellGroupOfLink(tx, phone, { said: 'not_linked', problem }, clock.now());
    await update(tx, phone, sql`state = 'unlinked', ${nothingAsked}`);
    return told;
  });
  if (posting) bell.posts(posting);
}

/** The phone was unlinked by hand: nothing of its session is left, and nothing about it is alarming any more. */
export async function noteUnlinked({ db, logger, clock }: LinkTools, phone: HeldPhone): Promise<void> {
  await db.transaction(async (tx) => {
    const set = sql`state = 'unlinked', creds = NULL, lid = NULL, attempts = 0, close_code = NULL, next_attempt_at = NULL,
      problem = NULL, ${nothingAsked}`;
    if (!(await update(tx, phone, set, sql`state = 'unlinking'`))) return;
    await forgetSessionKeys(tx, phone);
    await setIntegrationState(tx, phone, unlinkedState);
    for (const kind of alarmKinds) await clearAlarm({ db: tx, logger }, alarmOf(phone, kind), clock.now());
  });
}

const unlinkedState: IntegrationState = {
  status: 'pending',
  status_message: 'No phone is linked: estafeta whatsapp link',
};

function alarmOf({ client_id, id }: HeldPhone, kind: AlarmKind) {
  return { client_id, kind, subject: id };
}
