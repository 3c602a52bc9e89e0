import type { AlarmTexts } from '../../shape/alarms.js';

export const alarms: AlarmTexts = {
  kinds: {
    token_revoked: {
      problem: (subject) => `${subject}: Telegram no longer accepts the token.`,
      advice:
        'No messages come in or go out. Get the current token from @BotFather (/mybots → API Token), put it into the client file and apply it.',
    },
    bot_removed: {
      problem: (subject) => `${subject}: the bot is no longer in it.`,
      advice:
        'Managers see no new requests, but nothing is lost: they appear once the bot is back. Add the bot to the group and make it an administrator.',
    },
    bot_not_admin: {
      problem: (subject) => `${subject}: the bot is no longer an administrator.`,
      advice:
        'It can’t see ordinary messages or make topics. Open the group → Administrators → add the bot with the right “Manage topics”. Until then new requests appear in the general chat, if members may write there; answer by replying to the message.',
    },
    topics_not_allowed: {
      problem: (subject) => `${subject}: the bot may not manage topics.`,
      advice:
        'Open the group → Administrators → the bot and switch on “Manage topics”. Until then new requests appear in the general chat; answer there by replying to the message.',
    },
    number_dropped: {
      problem: (subject) => `${subject}: the number is disconnected.`,
      advice: 'No messages come in or go out. Link the number again.',
    },
  },
  subjects: {
    group: "The managers' group",
    managersBot: "The bot of the managers' group",
    integration: (name) => `The connection “${name}”`,
  },
  raised: ({ client }) => `⚠️ ${client}: your help is needed.`,
  still: ({ client }) => `⚠️ ${client}: this is still not fixed.`,
  mended: ({ client, problem }) => `✅ ${client}: all is well again. It was: ${problem}`,
};
