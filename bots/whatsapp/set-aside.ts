import type { WAMessage } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { keepFailedUpdate } from '../../src/integrations/failed-updates.js';
import { invalidInput } from '../../src/shared/errors.js';
import { replaySetAside } from '../replay-set-aside.js';
import type { WhatsAppContext } from './context.js';
import { handleMessage } from './handle-message.js';

/** A message as it is set aside: its address, which the protocol does not write down whole, beside all the rest. */
const keptMessage = z.object({
  message: z.object({
    key: z.looseObject({ id: z.string(), remoteJid: z.string() }),
    bytes: z.base64(),
  }),
});

/** Keeps what could not be handled. Only messages can be handled later: the rest is old news by then. */
export async function setAside(
  context: WhatsAppContext,
  { kind, message }: { kind: string; message?: WAMessage },
  error: unknown,
): Promise<void> {
  const { tools, integration, sender_key } = context;
  if (!message) {
    tools.logger.error({ integration_id: integration.id, kind, err: error }, 'an event could not be handled');
    return;
  }
  tools.logger.error(
    { integration_id: integration.id, kind, err: error },
    'a message could not be handled; it is kept in failed_updates',
  );
  try {
    await keepFailedUpdate(tools.db, {
      source: sender_key,
      client_id: integration.client_id,
      update_id: `${message.key.remoteJid ?? ''}/${message.key.id ?? ''}`,
      update: asKept(context, message),
      error,
    });
  } catch (unkept) {
    tools.logger.error(
      { integration_id: integration.id, err: unkept },
      'and it could not be kept: it is lost',
    );
  }
}

/**
 * Handles once more what was set aside of a phone and somebody asked for.
 *
 * @throws when the database is away: then it stays asked for
 */
export function replayMessages(context: WhatsAppContext, signal: AbortSignal): Promise<void> {
  const { tools, sender_key, integration } = context;
  return replaySetAside({
    ...{ tools, sender_key, signal },
    clientOf: () => integration.client_id,
    handle: (kept) => handleMessage(context, fromKept(context, kept)),
  });
}

function asKept({ baileys }: WhatsAppContext, message: WAMessage): z.infer<typeof keptMessage> {
  const bytes = Buffer.from(baileys.proto.WebMessageInfo.encode(message).finish()).toString('base64');
  const { key } = message;
  return { message: { key: { ...key, id: key.id ?? '', remoteJid: key.remoteJid ?? '' }, bytes } };
}

function fromKept({ baileys }: WhatsAppContext, payload: unknown): WAMessage {
  const { data } = keptMessage.safeParse(payload);
  if (!data)
    throw invalidInput(
      'update_invalid',
      ['message: no message of WhatsApp'],
      'Throw it away by `updates discard`.',
    );
  const message = baileys.proto.WebMessageInfo.decode(Buffer.from(data.message.bytes, 'base64'));
  return { ...message, key: data.message.key };
}
