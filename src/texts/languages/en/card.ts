import type { ButtonTexts, CardTexts, HandingOnTexts, PressTexts, ReminderTexts } from '../../shape/card.js';

export const card: CardTexts = {
  titles: {
    pending: '🔔 New request',
    active: '💬 In progress',
    resolved: '✅ Resolved',
    bot_handling: '🤖 Back with the bot',
    timeout: '⌛ Closed by time',
  },
  labels: {
    who: 'Customer',
    phone: 'Phone',
    messenger: 'From',
    reason: 'Why',
    summary: 'In short',
    lastMessage: 'Message',
  },
  reasons: {
    intent: 'a person handles these questions',
    low_confidence: 'the bot could not tell what this is about',
    no_count: "the bot's answers did not help",
    out_of_scope: "outside the bot's subjects",
    media: 'a voice message, photo, file or location without text',
    asked_for_human: 'asked for a person',
    keyword: 'a keyword came up',
    manual: 'opened by a manager',
    phone: 'answered from the phone',
    model_failure: 'the bot is having trouble',
    stale: 'the message had been waiting too long',
    loop: 'this seems to be another bot writing',
  },
  waiting: (duration) => `Waiting ${duration}`,
  answered: 'Nobody is waiting: the last word was ours',
  takenBy: ({ name, time }) => `Taken by ${name} at ${time}`,
  hadBeenTakenBy: ({ name, time }) => `Taken by ${name} at ${time}`,
  resolvedBy: ({ name, time }) => `Resolved by ${name} at ${time}`,
  returnedBy: ({ name, time }) => `Given back to the bot by ${name} at ${time}`,
  closedByTime: ({ time }) => `Closed by itself at ${time}`,
  endedAt: ({ time }) => `Ended at ${time}`,
  closedHours: (opensAt) => `Outside working hours, you open ${opensAt}`,
  blocked: "🚫 They can't be reached: they blocked the bot",
  nameless: 'No name',
  phoneOwner: 'the phone',
};

export const buttons: ButtonTexts = {
  take: 'Take',
  resolve: 'Resolved',
  toBot: 'Back to bot',
  handOn: 'Hand on',
  handToMe: 'To me',
  handToQueue: 'To the queue',
  handMore: 'More ▸',
  handBack: '◂ Back',
  takeAndSend: 'Take and send',
  reclaimAndSend: 'Reclaim and send',
  sendAgain: 'Send again',
  askForHuman: 'Talk to a person',
};

export const press: PressTexts = {
  youHaveIt: 'It is yours. Write in the topic, the customer sees it.',
  youHaveItByReply: "It is yours. Reply to the card or to the customer's message, and the customer sees it.",
  alreadyYours: 'You already have this request.',
  takenBy: ({ name, time }) => `Already taken by ${name} at ${time}.`,
  endedBy: ({ name, time }) => `Already ended by ${name} at ${time}.`,
  alreadyEnded: 'This request has already ended.',
  resolved: 'Done, the request is resolved.',
  returned: 'The bot answers again.',
  queued: 'The request is back in the queue.',
  sent: 'Sending it to the customer.',
  alreadySent: 'This has already been sent to the customer.',
  notManager: 'These buttons are for managers only. Ask the owner to add you.',
  anonymousAdmin:
    'You act as the group, so nobody can tell who you are. Switch off “Remain anonymous” in your admin rights and try again.',
  unknownButton: 'This button no longer works.',
  failed: 'That did not work. Please try again in a minute.',
};

export const handingOn: HandingOnTexts = {
  toWhom: 'Who should take over?',
  nobodyElse: 'No other managers yet: they appear here once they write in the group or press a button.',
  done: (name) => `The request is with ${name} now.`,
  alreadyTheirs: (name) => `The request is with ${name} already.`,
  toYou: ({ name, taker, by }) =>
    `👉 ${taker}, this request is yours now. Customer: ${name}. Handed on by ${by}.`,
  backInQueue: ({ name, by }) => `🔔 Back in the queue. Customer: ${name}. Put back by ${by}. Who takes it?`,
};

export const reminders: ReminderTexts = {
  first: ({ name, duration }) => `⏰ ${name} has been waiting for ${duration}. Who takes it?`,
  firstTaken: ({ name, duration, taker }) =>
    `⏰ ${taker}, ${name} is waiting for you: ${duration} without an answer.`,
  urgent: ({ name, duration }) =>
    `🔥 Urgent: ${name} has been waiting for ${duration} and nobody has taken the request.`,
  urgentTaken: ({ name, duration, taker }) =>
    `🔥 Urgent: ${name} has been waiting for ${duration}. ${taker} has the request, still no answer.`,
};
