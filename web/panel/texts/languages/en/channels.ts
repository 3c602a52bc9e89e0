import { many } from '../../plural.js';
import type { ChannelTexts } from '../../shape/channels.js';

const conversations = (count: number): string =>
  many('en', count, { one: 'open conversation', other: 'open conversations' });
const handovers = (count: number): string =>
  many('en', count, { one: 'request waits', other: 'requests wait' });

export const channels: ChannelTexts = {
  about:
    'Where customers write to you and where managers answer. How each connection does, and what to do when it doesn’t.',
  none: 'There is no channel yet',
  noneAbout: 'Add a Telegram bot or a WhatsApp number, and the bot starts to answer.',
  platforms: {
    telegram: 'Telegram',
    whatsapp: 'WhatsApp, linked phone',
    whatsapp_cloud: 'WhatsApp Business API',
  },
  platformAbout: {
    telegram: 'A bot that customers write to. It only needs the token from @BotFather.',
    whatsapp: 'An ordinary number: the phone is linked by a QR code, as WhatsApp Web is.',
    whatsapp_cloud: 'An official number from Meta. It needs a Meta app and an address on the internet.',
  },
  statuses: {
    pending: 'Being set up',
    connected: 'Working',
    error: 'Not working',
    disconnected: 'Switched off',
  },
  since: (time) => `since ${time}`,
  pendingAbout: 'Connecting. This usually takes a few seconds.',
  open: (dialogs, requests) =>
    requests === 0
      ? conversations(dialogs)
      : `${conversations(dialogs)}, ${handovers(requests)} for a manager`,
  health: {
    fine: 'The number is fine',
    no_new_contacts: 'Nobody new is written to today any more',
    at_risk: 'WhatsApp may restrict this number',
  },
  healthCounts: ({ first_contacts, not_delivered, disconnects }) =>
    `Within a day: ${first_contacts} first messages, ${not_delivered} not delivered, ${disconnects} lost connections.`,
  add: 'Add a channel',
  addTitle: 'New channel',
  choose: 'What to connect',
  addNow: { telegram: 'Check and add', whatsapp: 'Add and link the phone', whatsapp_cloud: 'Check and add' },
  name: 'Name',
  nameAbout: 'Only you and the managers see it: it tells one channel from another.',
  needed: 'Fill in this field',
  wrongToken: 'A token looks like 123456789:AAE… Copy the whole of it from @BotFather.',
  botToken: 'Bot token',
  botTokenAbout: '@BotFather → /newbot or /mybots → API Token',
  accessToken: 'Permanent access token',
  accessTokenAbout: 'Business Suite → Settings → System users; with whatsapp_business_messaging',
  phoneNumberId: 'Phone number ID',
  phoneNumberIdAbout: 'Meta app → WhatsApp → API Setup → Phone number ID',
  appSecret: 'App secret',
  appSecretAbout: 'Meta app → Settings → Basic → App Secret',
  verifyToken: 'Verify token',
  verifyTokenAbout: 'Made up for you. Copy it: the webhook’s settings ask for it, and it is not shown again.',
  phoneAbout: 'Have the phone at hand: you open WhatsApp on it and scan a QR code or type a code.',
  unofficial:
    'This way is unofficial: WhatsApp sometimes bans numbers that write to many strangers. Don’t link a number you can’t lose.',
  added: (name) => `The channel “${name}” was added.`,
  addedBot: (account) => `Telegram knows the bot: ${account}.`,
  callbackUrl: 'Callback URL',
  callbackNone:
    'The address of this installation on the internet is not set (PUBLIC_URL), so Meta can’t write here. Ask whoever runs it.',
  cloudSteps: [
    'In the Meta app open WhatsApp → Configuration → Webhook → Edit.',
    'Paste the callback URL and the verify token and press Verify and save.',
    'Below, in Webhook fields, subscribe to messages.',
  ],
  copy: 'Copy',
  copied: 'Copied',
  renew: 'Change the keys',
  renewTitle: (name) => `New keys for “${name}”`,
  renewAbout: 'The old ones can’t be shown, they are sealed. The new ones take effect within seconds.',
  connectAgain: 'Switch on again',
  save: 'Save',
  switchOff: 'Switch off',
  switchOffTitle: (name) => `Switch “${name}” off?`,
  switchOffAbout: (dialogs, requests) =>
    `The keys are erased and no more messages come. What was written stays. There are ${conversations(dialogs)}${
      requests === 0 ? '' : ` and ${handovers(requests)} for a manager`
    } here: nobody answers them until the channel is switched on again.`,
  link: 'Link a phone',
  relink: 'Link again',
  tryNow: 'Connect now',
  unlink: 'Unlink',
  unlinkTitle: (name) => `Unlink the phone from “${name}”?`,
  unlinkAbout: 'No messages come in or go out then. What was written stays, and a phone can be linked again.',
  template: {
    button: 'Template after 24 hours',
    title: (name) => `Template after 24 hours: “${name}”`,
    about:
      'When a customer has been silent for 24 hours, WhatsApp lets nothing out but a text Meta has approved. A manager’s words then go out inside this template; Meta charges for it.',
    steps: [
      'In WhatsApp Manager open Message templates and create one of the category Utility.',
      'Its text needs the variable {{1}} once and no other: the manager’s words stand there. For example: “We have an answer for you: {{1}}”.',
      'When Meta has approved it, choose it here.',
    ],
    none: 'After 24 hours nothing goes out: no template is chosen.',
    used: (name, language) => `After 24 hours: template ${name} (${language})`,
    choice: 'Approved template',
    without: 'Without a template',
    choiceAbout: 'As Meta listed them last. A new one shows up here within five minutes.',
    gone: 'not approved at Meta any more',
    unusable: (names) => `Not for this, they have other places to fill in: ${names}`,
    noneApproved: 'Meta has approved no template that fits yet. Make one as described above.',
    name: 'Name of the template',
    nameAbout: 'As WhatsApp Manager shows it. Leave it empty for none.',
    language: 'Language of the template',
    languageAbout: 'Its code, such as ru or en_US',
    needsLanguage: 'Fill in the language the template was approved in',
    shows: 'What the customer will read',
    words: 'the manager’s words',
    problems: {
      account_unknown:
        'Meta’s list can be read once the first message has come to this number: only then is it known whose account it is.',
      refused:
        'Meta doesn’t show the list to this access token: it needs whatsapp_business_management. You can still type the name.',
      not_read:
        'Meta’s list has not been read yet. It shows up here by itself in a moment; you can also type the template by hand.',
    },
    byHand: 'Type the template as it is called at Meta.',
    unchecked: 'Meta could not be asked about this template: look yourself whether it is approved.',
  },
  linking: {
    title: (name) => `A phone for “${name}”`,
    method: 'How to link it',
    byQr: 'QR code',
    byCode: 'Code to type',
    stepsQr: [
      'Open WhatsApp on the shop’s phone.',
      'Settings → Linked devices → Link a device.',
      'Point the camera at this code.',
    ],
    stepsCode: [
      'Open WhatsApp on the phone with this number.',
      'Settings → Linked devices → Link a device → Link with phone number instead.',
      'Type this code.',
    ],
    phone: 'Phone number',
    phoneAbout: 'With its country: +7 701 000 00 01',
    show: 'Show the code',
    again: 'Show a new code',
    stop: 'Stop',
    done: 'Done',
    qr: 'QR code to link the phone',
    code: 'Code to type on the phone',
    goodFor: (seconds) => `Good for ${many('en', seconds, { one: 'more second', other: 'more seconds' })}`,
    newSoon: 'A new code is on its way…',
    linked: (phone) => `The phone ${phone} is linked: messages come in and go out.`,
  },
  group: {
    title: 'The managers’ group',
    connected: (chat) => `The group is connected (${chat}).`,
    forum: 'It has topics: one for each customer.',
    noForum: 'It has no topics: cards come into the general chat and are answered by replies.',
    notLooked: 'The bot has not looked into it yet.',
    none: 'No group is connected yet: nobody sees requests.',
    steps: [
      'Make a group in Telegram and switch its topics on.',
      'Add the bot and make it an administrator with “Manage topics”.',
      'Send this command in the group:',
    ],
    getCode: 'Get a code for the group',
    anotherGroup: 'Connect another group',
    send: 'Command for the group',
    goodUntil: (time) => `The code works once, until ${time}.`,
    noBot: 'Add a Telegram bot first: it brings the requests into the group.',
  },
};
