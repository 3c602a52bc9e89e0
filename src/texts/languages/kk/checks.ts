import type { CheckTexts } from '../../shape/checks.js';

export const checks: CheckTexts = {
  botTokenUnknown:
    'Telegram мұндай токенді білмейді. Оны @BotFather-ден қайта көшіріңіз: /mybots → API Token.',
  telegramSilent:
    'Telegram жауап бермеді, токенді тексеру мүмкін болмады. Бір минуттан кейін қайталап көріңіз.',
  accessTokenRefused:
    'Meta бұл токенді қабылдамайды. whatsapp_business_messaging құқығы бар жүйелік пайдаланушының тұрақты токенін шығарып, толық көшіріңіз.',
  numberUnknown:
    'Meta мұндай нөмірді білмейді немесе токеннің оған рұқсаты жоқ. WhatsApp → API Setup ішіндегі идентификаторды тексеріңіз: ол телефон нөмірінің өзі емес.',
  metaSilent: 'Meta жауап бермеді, нөмірді тексеру мүмкін болмады. Бір минуттан кейін қайталап көріңіз.',
};
