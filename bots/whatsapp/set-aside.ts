import type { WAMessage } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { keepFailedUpdate, nextToReplay, noteReplay } from '../../src/integrations/failed-updates.js';
import { isDatabaseAway } from '../../src/shared/database-away.js';
import { invalidInput } from '../../src/shared/errors.js';
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
 * Handles once more, oldest first, what was set aside and somebody asked for. Killed in between, it begins with the same
 * one again.
 *
 * @throws when the database is away: then they stay asked for
 */
export async function replayMessages(context: WhatsAppContext, signal: AbortSignal): Promise<void> {
  const { tools, sender_key } = context;
  while (!signal.aborted) {
    const kept = await nextToReplay(tools.db, sender_key);
    if (!kept) return;
    try {
      await handleMessage(context, fromKept(context, kept.payload));
      await noteReplay(tools.db, kept.id, null);
      tools.logger.info(
        { sender_key, failed_update: kept.id },
        'a message that had been set aside was handled',
      );
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await noteReplay(tools.db, kept.id, error);
      tools.logger.warn(
        { sender_key, failed_update: kept.id, err: error },
        'a replayed message failed once more',
      );
    }
  }
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
