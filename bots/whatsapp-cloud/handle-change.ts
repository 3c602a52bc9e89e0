import { invalidInput, problemList } from '../../src/shared/errors.js';
import type { z } from 'zod';
import type { CloudNumber } from './cloud-numbers.js';
import type { WebhookContext } from './handle-webhook.js';
import { onAccountUpdate, onTemplateUpdate } from './on-account-update.js';
import { onCall, onEcho, onMessage } from './on-message.js';
import { onStatus } from './on-status.js';
import {
  accountUpdate,
  callValue,
  echoValue,
  messageValue,
  statusValue,
  templateUpdate,
} from './webhook-shapes.js';

/** One thing a webhook says: a message, a status, or something about the account. */
export type Change = { field: string; value: unknown };

/** Why nothing came of it; undefined when something did. Nothing is ever dropped without a reason. */
export type Handled = { ignored: string } | undefined;

type Fields = Record<string, unknown>;

/**
 * Does what a change asks for; harmless to repeat.
 *
 * @returns why it was ignored, if it was
 * @throws EstafetaError `update_invalid`, and whatever handling it throws
 */
export async function handleChange(
  context: WebhookContext,
  number: CloudNumber,
  { field, value }: Change,
): Promise<Handled> {
  const fields: Fields = typeof value === 'object' && value !== null ? (value as Fields) : {};
  if (field === 'messages') return onMessagesChange(context, number, fields);
  if (field === 'smb_message_echoes' && 'message_echoes' in fields)
    return onEcho(context, number, read(echoValue, fields));
  if (field === 'calls' && 'calls' in fields) return onCall(context, number, read(callValue, fields));
  if (field === 'account_update') return onAccountUpdate(context.tools, number, read(accountUpdate, fields));
  if (field.startsWith('message_template_') || field.startsWith('template_'))
    return onTemplateUpdate(context.tools, number, read(templateUpdate, fields));
  return { ignored: `changes of this kind are not used: ${field.slice(0, 60)}` };
}

async function onMessagesChange(
  context: WebhookContext,
  number: CloudNumber,
  fields: Fields,
): Promise<Handled> {
  if ('messages' in fields) return onMessage(context, number, read(messageValue, fields));
  if ('statuses' in fields) return onStatus(context.tools, number, read(statusValue, fields));
  return {
    ignored: `it holds neither messages nor statuses: ${Object.keys(fields).join(', ').slice(0, 200)}`,
  };
}

function read<Shape extends z.ZodType>(shape: Shape, fields: Fields): z.infer<Shape> {
  const parsed = shape.safeParse(fields);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    'update_invalid',
    problemList(parsed.error, 'change'),
    'Report it: WhatsApp sends something new.',
  );
}
