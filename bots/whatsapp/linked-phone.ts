import type { PhoneMessages } from './phone-messages.js';
import { getMessage } from './sent-store.js';
import { replayMessages } from './set-aside.js';
import { listen } from './socket-events.js';
import { WhatsAppAmending } from './whatsapp-amending.js';
import { WhatsAppAttending } from './whatsapp-attending.js';
import { WhatsAppChannel } from './whatsapp-channel.js';

/** What a linked phone does with messages. */
export const linkedPhone: PhoneMessages = {
  listen,
  sending: (context) => ({
    channel: new WhatsAppChannel(context),
    amending: new WhatsAppAmending(context),
    attending: new WhatsAppAttending(context),
  }),
  getMessage,
  replay: replayMessages,
};
