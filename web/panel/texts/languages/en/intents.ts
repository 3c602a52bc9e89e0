import { many } from '../../plural.js';
import type { IntentTexts } from '../../shape/intents.js';

export const intents: IntentTexts = {
  about: 'What customers want, and what the bot does in each case.',
  addIntent: 'New intent',
  choose: 'Choose an intent from the list.',
  none: 'There are no intents yet',
  noneWhat: 'Add the first: what do customers ask most?',
  findAbout: 'By name, meaning and examples',
  name: 'Name',
  description: 'What it means',
  action: 'What the bot does',
  reply: 'Text of the answer',
  examples: 'Examples',
  fieldAbout: {
    name: 'One word of letters, digits, - and _, such as opening_hours',
    description: 'In one sentence: the model tells this intent from others by it',
    reply: 'The customer gets it word for word',
    examples: 'One a line; many can be pasted at once',
  },
  actions: {
    answer: 'Answers by itself',
    reply: 'Fixed answer',
    handover: 'Calls a person',
    ignore: 'Says nothing',
  },
  actionAbout: {
    answer: 'The model answers by the prompt and the knowledge',
    reply: 'Always the same text, without the model',
    handover: 'A request appears in the managers’ group',
    ignore: 'The bot does not answer such messages',
  },
  examplesCount: (count) => many('en', count, { one: 'example', other: 'examples' }),
  wrongName: 'Only letters, digits, - and _, without spaces, at most 64',
  removeAbout: 'The bot will no longer recognise such messages. This can’t be undone.',
  tryTitle: 'What would it say',
  tryAbout:
    'The answer appears here, nothing is sent to customers. With a model connected this uses its tokens.',
  message: 'A customer’s message',
  needsMessage: 'Write a message',
  tryNow: 'Try',
  noIntent: 'No intent found',
  confidence: (percent) => `confidence ${percent}`,
  outcomes: {
    ignore: 'Would say nothing',
    answer: 'Would answer by itself',
    reply: 'Fixed answer',
    notice: 'Notice',
    handover: 'Would call a person',
  },
  by: {
    words: 'Understood by words, without a model.',
    model: 'The model decided so.',
    offline: 'The offline classifier decided so.',
  },
};
