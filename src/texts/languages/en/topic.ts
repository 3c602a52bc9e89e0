import type { TopicTexts } from '../../shape/topic.js';

export const topic: TopicTexts = {
  name: ({ name, messenger }) => `${name} · ${messenger}`,
  recap: '📜 Earlier in this conversation',
  noteBeforeTake: '📝 Note, not sent to the customer. Take the request to answer.',
  noteOfOther: (taker) => `📝 Note, not sent to the customer: ${taker} is answering.`,
  noteFromBefore: '📝 This stayed a note and was not sent to the customer. Write it again if it is for them.',
  noOpenHandover: '📝 Note, not sent to the customer: no request is open right now.',
  offer: 'Send your last message to the customer?',
  note: ({ by, about }) => (about === null ? `📝 Note by ${by}` : `📝 Note by ${by} about ${about}`),
  assistant: '🤖 Bot',
  system: 'ℹ️ Automatic message',
  manager: (name) => `👤 ${name}`,
  phone: '📱 From the phone',
  kinds: {
    text: 'text',
    image: 'photo',
    voice: 'voice message',
    audio: 'audio',
    video: 'video',
    video_note: 'video message',
    document: 'file',
    sticker: 'sticker',
    location: 'location',
    contact: 'contact',
    reaction: 'reaction',
    button: 'button press',
    unsupported: 'unknown kind',
  },
  unsupported: (kind) =>
    `📎 A message that can't be shown here (${kind}). Only the customer's own chat has it.`,
  managerUnsupported: (kind) =>
    `This kind of message (${kind}) can't be sent to the customer yet. Send text or a file instead.`,
  forwarded: (from) => `↪️ Forwarded from: ${from}`,
  heard: (text) => `🎧 heard: “${text}”`,
  edited: '✏️ edited',
  was: (text) => `was: ${text}`,
  deleted: '🗑 deleted',
  merged: (count) => `📨 ${count} at once`,
  notDelivered: (why) => `💔 Not delivered: ${why}`,
  uncertain: '❓ It is unclear whether this message arrived. If the customer has not seen it, send it again.',
  sentAsTemplate: (template) =>
    `📋 The customer last wrote more than 24 hours ago, so this went out as the template “${template}”.`,
  fromAd: (ad) => `📣 From an ad: ${ad}`,
  userBlocked: (name) => `🚫 ${name} blocked the bot, messages don't get through`,
  notEdited: (why) => `✏️ The customer still sees it as it was: ${why}`,
  notWithdrawn: (why) => `🗑 It could not be deleted: ${why}`,
  amendments: {
    withdrawn: "🗑 Deleted in the customer's chat.",
    neverSent: '🗑 Not sent: you took it back in time.',
    neverArrived: 'This message did not reach the customer, and neither did the edit. Please write it again.',
    alreadyWithUser:
      'The customer has this message already and still sees it as it was. To delete it, reply to it with /del.',
  },
  reacted: (emoji) => `Reaction: ${emoji}`,
  reactionTakenBack: 'Reaction taken back',
  failures: {
    blocked: 'the customer blocked the bot',
    file_too_big: 'the file is too big (the bot can pass on up to 20 MB)',
    file_gone: 'the file is no longer available, please send it again',
    chat_not_found: 'the chat was not found, the customer has to write first',
    unclear: 'the connection broke, it is unclear whether it arrived',
    token_revoked: "the bot's token was revoked, the owner has to set a new one",
    not_allowed: 'the bot is not allowed to do this',
    too_late: 'too much time has passed, the messenger does not allow it any more',
    gone: 'the message is no longer in the chat with the customer',
    text_too_long: 'the new text is too long for one message, please send it on its own',
    not_possible: 'this messenger cannot do that',
    number_resting:
      'the number has written to many new people today and rests, so that WhatsApp does not block it; try again tomorrow, or wait until the customer writes',
    number_restricted:
      'WhatsApp lets this number write only to people who wrote to it; wait until the customer writes, or write from the phone',
    not_on_whatsapp: 'there is no WhatsApp under this number',
    media_host_refused: 'the file does not lie with WhatsApp, and fetching it from elsewhere is not safe',
    window_closed:
      'the customer last wrote more than 24 hours ago, and WhatsApp then takes only an approved template. Wait until they write, or have the owner name a template in the client file (settings: template)',
    window_text_only:
      'the customer last wrote more than 24 hours ago: only text can go out then, as the template. Send this once they have written',
    template_refused:
      'WhatsApp did not accept the template: it is not approved in this language, is paused, or does not have exactly one variable. The owner has to look at it in WhatsApp Manager',
    template_too_long: 'the text is too long for the template, please shorten it to 1000 characters',
    not_reached: 'WhatsApp could not deliver it: the number is not on WhatsApp, or the app is out of date',
    held_back:
      'WhatsApp does not show this customer more messages from businesses now; wait until they write',
    country_not_allowed: 'WhatsApp does not let this number write to customers of that country',
    not_on_test_list:
      'the number is a test number of Meta’s, and the customer is not on its list of recipients',
    name_not_approved: 'WhatsApp has not approved the display name of the business’s number yet',
    payment_needed: 'Meta asks for a valid payment method, the owner has to add one in WhatsApp Manager',
    file_kind_refused:
      'WhatsApp does not take this kind of file; PDF, Office files, text, JPEG, PNG, MP4 and MP3 go through',
    unknown: 'the messenger did not accept the message',
  },
};
