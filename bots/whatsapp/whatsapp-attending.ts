import type { Attending, Attention } from '../../src/integrations/channel.js';
import type { WhatsAppContext } from './context.js';
import { whatsAppJid } from './ids.js';

/** Blue ticks, and "typing…": a courtesy, for which nothing waits. */
export class WhatsAppAttending implements Attending {
  readonly #context: Pick<WhatsAppContext, 'socket' | 'tools'>;

  constructor(context: Pick<WhatsAppContext, 'socket' | 'tools'>) {
    this.#context = context;
  }

  async attend({ external_chat_id, read, typing }: Attention): Promise<void> {
    const { socket, tools } = this.#context;
    const connection = socket();
    const remoteJid = whatsAppJid(external_chat_id);
    if (!connection || !remoteJid) return;
    try {
      if (read.length > 0)
        await connection.readMessages(read.map((id) => ({ remoteJid, id, fromMe: false })));
      await connection.sendPresenceUpdate(typing ? 'composing' : 'paused', remoteJid);
    } catch (error) {
      tools.logger.debug({ err: error }, 'it could not be shown that somebody reads or writes');
    }
  }
}
