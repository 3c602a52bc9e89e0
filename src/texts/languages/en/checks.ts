import type { CheckTexts } from '../../shape/checks.js';

export const checks: CheckTexts = {
  botTokenUnknown:
    'Telegram does not know this token. Copy it once more from @BotFather: /mybots → API Token.',
  telegramSilent: 'Telegram did not answer, so the token could not be checked. Try again in a minute.',
  accessTokenRefused:
    'Meta does not accept this token. Make a permanent token of a system user with whatsapp_business_messaging, and copy it whole.',
  numberUnknown:
    'Meta knows no such number, or this token may not use it. Check the ID in WhatsApp → API Setup: it is not the phone number itself.',
  metaSilent: 'Meta did not answer, so the number could not be checked. Try again in a minute.',
};
