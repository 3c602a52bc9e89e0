import type { LinkingTexts } from '../../shape/linking.js';

export const linking: LinkingTexts = {
  menu: 'link the WhatsApp phone: /link +77010000001',
  states: {
    unlinked: 'No phone is linked. Ask for a QR code or for a code to type.',
    asked: 'Asking WhatsApp for a code…',
    showing: 'Waiting for the phone: open WhatsApp → Linked devices → Link a device.',
    pairing: 'The phone has agreed. Finishing…',
    connecting: 'The phone is linked. Connecting…',
    connected: 'Connected: messages come in and go out.',
    waiting: 'WhatsApp can’t be reached. It is tried again by itself; nothing is lost.',
    replaced:
      'Another program uses this link. Stop it there; it is tried again by itself after a while, or at once when you ask to link.',
    refused:
      'WhatsApp does not let this number in. Open WhatsApp on the phone, see what it says there, then ask to link: it is tried again.',
    logged_out: 'This device was removed from the phone. Link it again.',
    unlinking: 'Logging out at WhatsApp…',
  },
  problems: {
    nobody_linked: 'Nobody linked a phone in time. Ask again when the phone is at hand.',
    number_taken:
      'This number is linked to another connection already, and was not linked here. Unlink it there first.',
    code_refused: 'WhatsApp gave no code for this number. Check the number, or link by QR code.',
  },
  howToScan: 'On the phone: WhatsApp → Settings → Linked devices → Link a device. Point it at this code.',
  howToType: ({ phone }) =>
    `On the phone ${phone}: WhatsApp → Settings → Linked devices → Link a device → Link with phone number instead. Type this code:`,
  goodUntil: (time) => `The code is good until ${time}.`,
  noPhone: 'You have no connection with a linked WhatsApp phone.',
  whichPhone: (names) => `Which phone? Write its name: /link name +77010000001. There are: ${names}`,
  whichNumber: 'Which number? Write it with its country: /link +77010000001',
  asking: '🔗 Asking WhatsApp for a code, a moment…',
  linked: ({ phone }) => `✅ ${phone} is linked: messages come in and go out.`,
  linkedAlready: ({ phone }) => `✅ ${phone} is linked and connected already.`,
  reconnecting: '🔗 The phone is linked; connecting once more.',
  notDone: (why) => `${why} To try again: /link`,
  lost: ({ name, phone }) =>
    `⚠️ WhatsApp “${name}” (${phone}) is disconnected: the device was removed from the phone. Customers’ messages do not come in. To link it again, send /link and have the phone at hand.`,
};
