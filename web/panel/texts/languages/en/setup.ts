import type { SetupTexts } from '../../shape/setup.js';

export const setup: SetupTexts = {
  about: 'What is left to do before the bot answers your customers.',
  howFar: (done, all) => `${done} of ${all} done`,
  allDone: 'Everything is ready',
  allDoneAbout:
    'The bot is connected, the managers are there, the first message has come. You can put this list away.',
  states: {
    done: 'Done',
    open: 'To do',
    optional: 'Optional',
  },
  steps: {
    bot: {
      title: 'Connect a channel',
      why: 'The Telegram bot or WhatsApp number your customers write to.',
    },
    group: {
      title: 'Link the managers’ group',
      why: 'Requests come here and are answered here.',
    },
    hours: {
      title: 'Set the working hours',
      why: 'Reminders count by them, and customers are told when you open.',
    },
    intents: {
      title: 'Describe the intents',
      why: 'What customers ask about, and what the bot does about it.',
    },
    managers: {
      title: 'Make the managers known',
      why: 'A manager becomes known with the first press of a button in the group; you can also add one before.',
    },
    message: {
      title: 'Send a test message',
      why: 'Write to the bot as a customer would.',
    },
  },
  reasons: {
    bot: {
      connected: 'A channel works.',
      none: 'There is no channel yet.',
      connecting: 'A channel was added and is not connected yet.',
      refused: 'The channel does not work: open it to see why.',
    },
    group: {
      linked: 'The group is linked and the rights are there.',
      no_bot: 'There is no bot for the managers’ group.',
      no_group:
        'The bot is there, the group is not linked yet: add the bot to it and send /connect with the code.',
      not_seen: 'The group is named, but the bot has not seen it yet: add the bot to it.',
      bot_removed: 'The bot is not in the group: add it again.',
      not_admin: 'The bot is no administrator of the group: make it one.',
      no_topics_right: 'The bot may not manage topics: give it that right.',
      no_topics: 'The group is linked. Switch topics on in it to give every customer one.',
    },
    hours: {
      set: 'The working hours are set.',
      round_the_clock: 'Round the clock at the moment. If that is so, change nothing.',
    },
    intents: {
      some: 'Intents are described.',
      none: 'None yet: the bot answers by its prompt alone.',
    },
    managers: {
      some: 'Managers are known.',
      none: 'No manager is known yet.',
    },
    message: {
      came: 'The first message has come.',
      none: 'Nobody has written yet.',
    },
  },
  goTo: (page) => `Open: ${page}`,
  putAway: 'Put the list away',
  putAwayAbout: 'From then on the overview is opened first.',
};
