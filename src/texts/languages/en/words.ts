import type { WordTexts } from '../../shape/words.js';

export const words: WordTexts = {
  locale: 'en-GB',
  units: {
    minute: { one: 'minute', other: 'minutes' },
    hour: { one: 'hour', other: 'hours' },
    day: { one: 'day', other: 'days' },
    message: { one: 'message', other: 'messages' },
    request: { one: 'request', other: 'requests' },
  },
  lessThanMinute: 'less than a minute',
  moments: {
    today: (time) => `today at ${time}`,
    tomorrow: (time) => `tomorrow at ${time}`,
    onDay: ({ day, time }) => `on ${day} at ${time}`,
  },
  writeForHuman: 'To talk to a person, write “person”.',
  messengers: { telegram: 'Telegram', whatsapp: 'WhatsApp', whatsapp_cloud: 'WhatsApp Business' },
};
