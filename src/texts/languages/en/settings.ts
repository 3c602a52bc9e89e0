import type { SettingTexts } from '../../shape/settings.js';

export const settings: SettingTexts = {
  name: {
    title: 'Name',
    about: 'What the business is called in messages to customers and on cards.',
  },
  language: {
    title: 'Language',
    about:
      'Of cards, buttons and reminders, and of what customers are told where their own language is not known.',
  },
  timezone: {
    title: 'Time zone',
    about: 'Working hours and days are counted by it, for example Asia/Almaty.',
  },
  telegram_chat_id: {
    title: "Managers' group",
    about:
      'The number of the Telegram group, for example -1001234567890. Each business has a group of its own.',
  },
  telegram_bot_token: {
    title: "Bot in the managers' group",
    about: "The token BotFather gives. It may be the customers' bot, too. Once saved, it is not shown.",
  },
  owner_telegram_id: {
    title: 'Owner',
    about: '@username or a number in Telegram: called by the urgent reminder and told when something breaks.',
  },
  managers_only: {
    title: 'Known managers only',
    about: 'When on, only those who are in the list of managers may press buttons and answer customers.',
  },
  topic_mode: {
    title: 'When a topic appears',
    about: "When a customer gets a topic in the managers' group.",
    choices: { handover: 'When a person is first needed', always: 'At the first message' },
  },
  reply_policy: {
    title: 'Who answers the customer',
    about: 'Whose words from the topic go to the customer after “Take”.',
    choices: { taker: 'Only who took the request', any_manager: 'Any manager' },
  },
  reminder_timeout_1: {
    title: 'First reminder',
    about: 'How many working minutes a customer waits before the group is reminded.',
  },
  reminder_timeout_2: {
    title: 'Urgent reminder',
    about:
      'How many working minutes a customer waits before the owner is called. Must be later than the first.',
  },
  auto_close_timeout: {
    title: 'Closing by time',
    about:
      'After how many working minutes of silence on both sides a request closes. Must be later than the urgent reminder; 0 means never.',
  },
  escalation_cooldown_minutes: {
    title: 'Pause after a person',
    about:
      'For how many working minutes after a person answered only an outright wish opens another request. 0 means no pause.',
  },
  working_hours: {
    title: 'Working hours',
    about: 'When managers work. Reminders and closing count this time only. Empty means round the clock.',
  },
  handover_keywords: {
    title: 'Words that call a person',
    about: 'Whole words and phrases in any case. An asterisk at the end stands for any ending: complain*.',
  },
  csat_enabled: {
    title: 'Ask for a rating',
    about: 'After “Resolved” the customer is asked for 1 to 5, if a person has answered.',
  },
  owner_mute_minutes: {
    title: 'Silence after an answer from the phone',
    about:
      "How many minutes the bot is silent when the owner has answered from the business's phone. Each answer prolongs it. 0 means not at all.",
  },
  debounce_ms: {
    title: 'Wait for the end',
    about: 'For how many milliseconds the customer must be quiet before the bot answers everything at once.',
  },
  debounce_max_ms: {
    title: 'Wait no longer than',
    about: 'After so many milliseconds the bot answers although the customer is still writing.',
  },
  max_answer_age_minutes: {
    title: 'Too old to answer',
    about: 'A message older than so many minutes is not answered by the bot: a person sees it.',
  },
  confidence_threshold: {
    title: 'Confidence needed',
    about: 'From 0 to 1. Below it a message counts as not understood.',
  },
  no_count_limit: {
    title: "How often “that didn't help”",
    about: 'After so many in a row a person is called.',
  },
  media_action: {
    title: 'Voice, photos and files without text',
    about: 'What happens when a customer sends them without a word.',
    choices: {
      handover: 'A person is called',
      notice: 'The customer is asked to write it',
      transcribe: 'Voice is written down, the rest goes to a person',
    },
  },
  conversation_idle_hours: {
    title: 'When a conversation is over',
    about: 'After so many hours without a message it is closed; the next message begins another.',
  },
  daily_token_limit: {
    title: 'Tokens of the model a day',
    about:
      'When they are used up, the classifier without a network answers for the rest of the day. 0 means no limit.',
  },
  retention_days: {
    title: 'Days conversations are kept',
    about: 'Older messages and their files are deleted by themselves, for good. From 1 to 3650.',
  },
};
