import { qrPicture } from '../qr-picture.js';
import type { QrPicture } from '../qr-picture.js';
import { askForLink, readLink, readPhoneNumber, unlink } from '../whatsapp-link.js';
import type { ShownLink } from '../whatsapp-link.js';
import type { LinkMethod } from '../whatsapp-link-row.js';
import { writeAudit } from '../../audit/write-audit.js';
import type { Queryable } from '../../shared/database.js';
import type { ClientId, IntegrationId } from '../../shared/ids.js';
import { FieldsInvalid } from '../../shared/refused-edit.js';
import type { SealedBox } from '../../shared/sealed-box.js';

type Phone = { client_id: ClientId; integration_id: IntegrationId };

/** A link as it is shown beside a picture to scan. */
export type DrawnLink = Omit<ShownLink, 'qr'> & { qr: QrPicture | null };

/**
 * Asks for a phone to be linked, as {@link askForLink} does, and notes who asked. Part of the caller's transaction.
 *
 * @param ask.phone as it was typed
 * @throws FieldsInvalid when the number is none, or a code is asked for and no number known
 * @throws Refusal `linked_already`, `number_taken`, `link_busy`, `integration_unknown`
 */
export async function linkChannel(
  tx: Queryable,
  {
    phone: typed,
    actor,
    ...ask
  }: Phone & { method: LinkMethod; phone?: string | undefined; actor: string; now: Date },
): Promise<'asked' | 'reconnecting'> {
  const phone = typed === undefined ? null : readPhoneNumber(typed);
  if (typed !== undefined && phone === null)
    throw new FieldsInvalid({
      phone: { reason: 'no_phone', message: 'must be a number with its country, such as +77010000001' },
    });
  const asked = await askForLink(tx, { ...ask, ...(phone === null ? {} : { phone }) });
  await note(tx, ask, { actor, action: 'link', after: { method: ask.method, phone } });
  return asked;
}

/** Where a link stands, with the QR code drawn. @throws Refusal `integration_unknown` */
export async function drawLink(
  db: Queryable,
  box: SealedBox,
  of: Phone & { language: string; now: Date },
): Promise<DrawnLink> {
  const { qr, ...shown } = await readLink(db, box, of);
  return { ...shown, qr: qr === null ? null : qrPicture(qr) };
}

/** Unlinks a phone, as {@link unlink} does, and notes who did. Part of the caller's transaction. */
export async function unlinkChannel(
  tx: Queryable,
  { actor, ...phone }: Phone & { actor: string },
): Promise<'unlinking' | 'unlinked'> {
  const state = await unlink(tx, phone);
  await note(tx, phone, { actor, action: 'unlink', after: { state } });
  return state;
}

async function note(
  tx: Queryable,
  { client_id, integration_id }: Phone,
  done: { actor: string; action: string; after: Record<string, unknown> },
): Promise<void> {
  await writeAudit(tx, { client_id, subject: `channel ${integration_id}`, before: null, ...done });
}
