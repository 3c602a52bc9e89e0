import type { MergingTexts, WritingTexts } from '../../shape/merging.js';

export const merging: MergingTexts = {
  menu: {
    merge: 'this is the same customer: /merge +7701…',
    unmerge: 'part them again, if they were joined by mistake',
  },
  usage:
    'Join with whom? /merge +77010000000, /merge @name, /merge and a link to the other topic, or as a reply to a shared contact.',
  joined: (name) =>
    `🔗 One customer with two addresses: ${name}. Everything comes here now. To part them: /unmerge`,
  joinedBy: ({ name, by }) =>
    `🔗 ${by} joins with this customer: ${name}. Everything comes here now. To part them: /unmerge`,
  goesOnIn: '🔗 This customer was joined with another one, the conversation goes on in:',
  parted: ({ by }) => (by ? `✂️ ${by} parts the customers. On their own again:` : '✂️ On their own again:'),
  unknown: (wanted) => `There is no customer “${wanted}”. They must have written at least once.`,
  already: 'This is one and the same customer already.',
  several: 'Several fit. Join with whom?',
  tooMany: 'Too many fit. Write the number, or send a link to the topic.',
  isItThem: (name) => `Join with this customer: ${name}?`,
  bothWait: (name) =>
    `A request is open both here and with the other one: ${name}. One will remain, nobody is forgotten. Join them?`,
  confirm: 'Join',
  done: 'Joined',
  nothingToUndo: 'Nobody was joined with this customer.',
  undone: 'Parted',
  onCard: ({ time }) => `Joined with another customer at ${time}, goes on in their topic`,
  labels: { addresses: 'Addresses', joinedWith: 'Joined with' },
  hiddenAddress: (value) => `hidden WhatsApp address ${value}`,
};

export const writing: WritingTexts = {
  menu: 'write first on WhatsApp: /write +7701… text',
  usage:
    'To whom, and what? /write +77010000000 Good afternoon! With several WhatsApp numbers, the name of the connection goes before the phone.',
  noPhone: (wanted) =>
    `“${wanted}” does not look like a phone number. Write it whole, with the country: /write +77010000000 text`,
  noText: 'Write the text too, after the number: /write +77010000000 Good afternoon!',
  noConnection:
    'WhatsApp is not connected, so there is nothing to write from. Connect it: /link, or the owner in the client file.',
  notConnected: (name) => `The connection “${name}” is offline at the moment.`,
  heldBy: (name) =>
    `${name} is talking with this customer already. Ask them, or take the request over in the topic: /assign me.`,
  blocked: 'This customer is blocked. Send /unblock in their topic first.',
  sent: ({ phone, connection }) =>
    `✉️ Sending to ${phone} over “${connection}”. The answer will come to the topic:`,
};
