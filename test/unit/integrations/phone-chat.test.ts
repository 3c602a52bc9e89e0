import { externalChatId as cloudChat, recipientOf } from '../../../bots/whatsapp-cloud/ids.js';
import { externalChatId, jidOfPhone, whatsAppJid } from '../../../bots/whatsapp/ids.js';
import type { Jid } from '../../../bots/whatsapp/ids.js';
import { chatOfPhone } from '../../../src/integrations/phone-chat.js';

const phone = '+77010000001';

describe('the chat with a number that nobody has written from yet', () => {
  it('is the one a linked phone keeps for it', () => {
    const chat = chatOfPhone('whatsapp', phone);
    expect(chat).toBe(externalChatId(jidOfPhone(phone) as Jid));
    expect(whatsAppJid(chat)).not.toBeNull();
  });

  it('is the one the Cloud API keeps for it', () => {
    const chat = chatOfPhone('whatsapp_cloud', phone);
    expect(chat).toBe(cloudChat({ wa_id: '77010000001' }));
    expect(recipientOf(chat)).toEqual({ to: '77010000001' });
  });
});
