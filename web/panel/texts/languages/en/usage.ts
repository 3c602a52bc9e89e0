import { many } from '../../plural.js';
import type { UsageTexts } from '../../shape/usage.js';

export const usage: UsageTexts = {
  about: 'How often models were asked, for what, and what it cost.',
  today: 'Tokens today',
  ofLimit: (limit, share) => `${share} of the limit of ${limit}`,
  noLimit: 'There is no daily limit',
  spent:
    'The limit is used up: until midnight the classifier answers without a model, and the rest goes to managers.',
  nearlySpent: 'The limit is nearly used up. After that the classifier answers without a model.',
  changeLimit: 'Change the daily limit',
  calls: 'Calls',
  failed: (count) => `${new Intl.NumberFormat('en').format(count)} of them failed`,
  noneFailed: 'none failed',
  tokens: 'Tokens',
  perDay: (tokens) => `${tokens} a day on average`,
  cost: 'Cost',
  unknown: 'unknown',
  partlyKnown: (count) =>
    `without ${many('en', count, { one: 'call', other: 'calls' })} whose price is not set (OPENAI_PRICES)`,
  allKnown: 'by the prices that are set',
  byDay: 'Tokens by day',
  tokensIn: 'Read by the model',
  tokensOut: 'Written by the model',
  limit: 'Daily limit',
  day: 'Day',
  none: 'No model was asked in this period.',
  byUse: 'What it went on',
  purpose: 'What for',
  purposes: {
    classify: 'To see what is wanted',
    answer: 'To answer',
    summary: 'To sum up',
    transcribe: 'To write down a voice note',
  },
  model: 'Model',
  version: 'Prompt version',
  noVersion: 'no version',
  conversations: 'Conversations',
  failedCalls: 'Failed',
  latency: 'Average time',
};
