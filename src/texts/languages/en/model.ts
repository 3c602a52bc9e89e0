import type { ModelTexts } from '../../shape/model.js';

export const model: ModelTexts = {
  tokensNearlySpent: (limit) =>
    `⚠️ The model has used more than 80 % of today’s limit (${limit} tokens). Once it is used up, the bot answers without the model until tomorrow.`,
  tokensSpent: (limit) =>
    `⚠️ Today’s limit for the model (${limit} tokens) is used up. Until tomorrow the bot answers without it, from ready replies and articles, and hands over to you what it can’t answer. The limit is the setting daily_token_limit.`,
};
