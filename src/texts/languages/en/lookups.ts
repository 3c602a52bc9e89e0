import type { LookupTexts } from '../../shape/lookups.js';

export const lookups: LookupTexts = {
  menu: {
    summary: 'the conversation in short',
    history: 'the last messages: /history 20',
    r: 'a saved reply: /r name',
  },
  summary: {
    title: '🧾 The conversation in short',
    composing: '🧾 Writing a summary…',
    lastWords: '🧾 The last messages',
  },
  history: {
    title: (count) => `📜 The last ${count}`,
    around: '📜 Around this message',
    empty: 'Nothing has been written with this customer yet.',
    usage: 'How many messages? A number from 1 to 50: /history 20',
    noMessage:
      'This is neither a message of the customer nor one to them. Reply to a line of the conversation.',
  },
  savedReplies: {
    known: '📎 Saved replies. To send one: /r name',
    none: 'There are no saved replies yet: the owner adds them under saved_replies in the client file.',
    unknown: (name) => `There is no saved reply “${name}”. The list: /r`,
    unknownNear: (name) => `There is no saved reply “${name}”. Similar ones:`,
    sent: '📎 Sending to the customer:',
    kept: '📎 A saved reply, not sent to the customer yet:',
  },
};
