import type { WordTexts } from '../../shape/words.js';

export const words: WordTexts = {
  locale: 'ru',
  units: {
    minute: { one: 'минуту', few: 'минуты', many: 'минут', other: 'минуты' },
    hour: { one: 'час', few: 'часа', many: 'часов', other: 'часа' },
    day: { one: 'день', few: 'дня', many: 'дней', other: 'дня' },
    message: { one: 'сообщение', few: 'сообщения', many: 'сообщений', other: 'сообщения' },
    request: { one: 'запрос', few: 'запроса', many: 'запросов', other: 'запроса' },
  },
  lessThanMinute: 'меньше минуты',
  moments: {
    today: (time) => `сегодня в ${time}`,
    tomorrow: (time) => `завтра в ${time}`,
    onDay: ({ day, time }) => `${day} в ${time}`,
  },
  writeForHuman: 'Чтобы ответил человек, напишите «оператор».',
  messengers: { telegram: 'Telegram', whatsapp: 'WhatsApp', whatsapp_cloud: 'WhatsApp Business' },
};
