import type { CheckTexts } from '../../shape/checks.js';

export const checks: CheckTexts = {
  botTokenUnknown:
    'Telegram не знает такого токена. Скопируйте его ещё раз у @BotFather: /mybots → API Token.',
  telegramSilent: 'Telegram не ответил, и проверить токен не удалось. Попробуйте через минуту.',
  accessTokenRefused:
    'Meta не принимает этот токен. Выпустите постоянный токен системного пользователя с правом whatsapp_business_messaging и скопируйте его целиком.',
  numberUnknown:
    'Meta не знает такого номера, или токен не имеет к нему доступа. Проверьте идентификатор в WhatsApp → API Setup: это не сам номер телефона.',
  metaSilent: 'Meta не ответила, и проверить номер не удалось. Попробуйте через минуту.',
};
