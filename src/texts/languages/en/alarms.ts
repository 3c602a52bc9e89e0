import type { AlarmTexts } from '../../shape/alarms.js';

export const alarms: AlarmTexts = {
  kinds: {
    token_revoked: {
      problem: (subject) => `${subject}: Telegram no longer accepts the token.`,
      advice:
        'No messages come in or go out. Get the current token from @BotFather (/mybots → API Token), put it in under Channels in the panel, or into the client file and apply it.',
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
      advice:
        'The device was removed from the phone, and no messages come in or go out. Take the phone in your hand and send /link in the managers’ group.',
    },
    number_replaced: {
      problem: (subject) => `${subject}: another program uses this link to WhatsApp.`,
      advice:
        'Messages go there instead. Stop the other program or the second copy of this installation; after that the connection comes back by itself within the hour, or at once after /link in the managers’ group.',
    },
    number_banned: {
      problem: (subject) => `${subject}: WhatsApp does not let this number in.`,
      advice:
        'The number may be locked or banned. Open WhatsApp on the phone and follow what it says there, then send /link in the managers’ group. No messages come in or go out until then.',
    },
    number_unreachable: {
      problem: (subject) => `${subject}: WhatsApp has not been reachable for several minutes.`,
      advice:
        'It is tried again by itself, and what customers write meanwhile comes in later. If it lasts, check the server’s way to the internet, and that the phone is on the internet too.',
    },
    number_at_risk: {
      problem: (subject) => `${subject}: WhatsApp may be about to restrict this number.`,
      advice:
        'It refused messages, ended connections or forbade writing to new people. Nobody is written to first for now, and if it goes on, answers wait, too; nothing is lost. Open WhatsApp on the phone and look for a warning; answer only customers who wrote, and give the number a day’s rest.',
    },
    access_token_refused: {
      problem: (subject) => `${subject}: WhatsApp no longer accepts the access token.`,
      advice:
        'No messages go out, and files can’t be fetched; what customers write still comes in. Make a permanent token of a system user in Meta Business Suite (Settings → System users, with whatsapp_business_messaging), put it in under Channels in the panel, or into the client file and apply it.',
    },
    number_locked: {
      problem: (subject) => `${subject}: WhatsApp does not let this number send.`,
      advice:
        'The account is locked, blocked for a breach of rules, or the number is not registered. Open WhatsApp Manager and follow what it says there; messages wait and go out by themselves afterwards.',
    },
    number_restricted: {
      problem: (subject) => `${subject}: Meta has restricted the WhatsApp account.`,
      advice:
        'Open WhatsApp Manager → Account quality: it says what was found, for how long it lasts, and how to object.',
    },
    payment_needed: {
      problem: (subject) => `${subject}: Meta did not deliver a paid message for lack of payment.`,
      advice:
        'Templates don’t go out until then; answers within 24 hours do. Add a valid payment method in WhatsApp Manager → Payment settings.',
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
