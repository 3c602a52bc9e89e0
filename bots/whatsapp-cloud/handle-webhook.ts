import { createHash } from 'node:crypto';
import { keepFailedUpdate } from '../../src/integrations/failed-updates.js';
import type { Attending } from '../../src/integrations/channel.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import { twice } from '../second-try.js';
import { noteAccount, numbersOfClient } from './cloud-numbers.js';
import type { CloudNumber } from './cloud-numbers.js';
import { handleChange } from './handle-change.js';
import type { Change, Handled } from './handle-change.js';
import { ofNumber, webhook } from './webhook-shapes.js';

/** What handling a webhook needs beside what it says. */
export type WebhookContext = {
  tools: Tools;
  sealedBox: SealedBox;
  /** Shows the users of a number that they are heard; null where it can't be reached from here. */
  attendingOf: (number: CloudNumber) => Attending | null;
};

/** Lists in a change whose entries have nothing to do with one another. */
const lists = ['messages', 'statuses', 'message_echoes', 'calls'] as const;

/**
 * Handles what a webhook says, one thing after the other: stored when it returns. What can't be handled is kept in
 * `failed_updates`, and the rest goes on.
 *
 * @param number the one whose address it came to, by whose secret it is signed
 * @throws only when the database is away: then it has to come again
 */
export async function handleWebhook(
  context: WebhookContext,
  number: CloudNumber,
  text: string,
): Promise<void> {
  for (const change of changesIn(text)) await handleOne(context, number, change);
}

/** Handles one change once more. @throws whatever handling it throws */
export async function replayChange(
  context: WebhookContext,
  number: CloudNumber,
  payload: unknown,
): Promise<Handled> {
  const [[field, value] = ['', undefined]] = Object.entries(payload ?? {});
  return handleChange(context, number, { field, value });
}

/** A change, and the business account it came from. */
type Brought = Change & { account_id: string | undefined };

async function handleOne(
  context: WebhookContext,
  addressed: CloudNumber,
  { account_id, ...change }: Brought,
): Promise<void> {
  const { tools } = context;
  const { field, value } = change;
  const number = await numberFor(context, addressed, value);
  if (!number) {
    tools.logger.info(
      { field },
      'something came for a number of the same business that is not connected here',
    );
    return;
  }
  if (account_id !== undefined && account_id !== number.account_id && isOf(number, value))
    await noteAccount(tools, number, account_id);
  const { sender_key: source, client_id } = number;
  const payload = { [field]: value };
  const update_id = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
  try {
    const handled = await twice(() => handleChange(context, number, change));
    if (handled) tools.logger.debug({ field, reason: handled.ignored }, 'a change was ignored');
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    tools.logger.error({ field, err: error }, 'a change could not be handled; it is kept in failed_updates');
    await keepFailedUpdate(tools.db, { source, client_id, update_id, update: payload, error });
  }
}

/** Meta knows one address for all numbers of an app: what is another one's goes to that, if the client has it. */
async function numberFor(
  { tools, sealedBox }: WebhookContext,
  addressed: CloudNumber,
  value: unknown,
): Promise<CloudNumber | null> {
  const named = ofNumber.safeParse(value).data?.metadata.phone_number_id;
  const { phone_number_id, app_secret } = addressed.credentials;
  if (named === undefined || named === phone_number_id) return addressed;
  const others = await numbersOfClient(tools.db, sealedBox, addressed.client_id);
  const isMeant = ({ credentials }: CloudNumber): boolean =>
    credentials.phone_number_id === named && credentials.app_secret === app_secret;
  return others.find(isMeant) ?? null;
}

/** Whether a change names this number: one of an account is of all its numbers. */
function isOf({ credentials }: CloudNumber, value: unknown): boolean {
  return ofNumber.safeParse(value).data?.metadata.phone_number_id === credentials.phone_number_id;
}

/** Everything a webhook says, in order, each message and status by itself. Nothing, for what is no webhook. */
function changesIn(text: string): Brought[] {
  const { data } = webhook.safeParse(parsed(text));
  return (data?.entry ?? []).flatMap(({ id: account_id, changes }) =>
    changes.flatMap(oneByOne).map((change) => ({ ...change, account_id })),
  );
}

function oneByOne({ field, value }: Change): Change[] {
  if (typeof value !== 'object' || value === null) return [{ field, value }];
  const fields = value as Record<string, unknown>;
  const alone = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !lists.some((one) => one === name)),
  );
  const each = lists.flatMap((list) => {
    const entries = fields[list];
    return Array.isArray(entries)
      ? entries.map((entry: unknown) => ({ field, value: { ...alone, [list]: [entry] } }))
      : [];
  });
  return each.length > 0 ? each : [{ field, value }];
}

/** A signed text that is no JSON comes again and again whatever is answered: it is let go. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
