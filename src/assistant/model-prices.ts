/** US dollars for a million tokens, as published by OpenAI (https://openai.com/api/pricing). */
const prices: Readonly<Record<string, { in: number; out: number }>> = {
  'gpt-4.1': { in: 2, out: 8 },
  'gpt-4.1-mini': { in: 0.4, out: 1.6 },
  'gpt-4.1-nano': { in: 0.1, out: 0.4 },
  'gpt-4o': { in: 2.5, out: 10 },
  'gpt-4o-mini': { in: 0.15, out: 0.6 },
  'gpt-5': { in: 1.25, out: 10 },
  'gpt-5-mini': { in: 0.25, out: 2 },
  'gpt-5-nano': { in: 0.05, out: 0.4 },
};

/**
 * What a call cost.
 *
 * @param model as the service names it, also with a date behind (`gpt-4.1-mini-2025-04-14`)
 * @returns US dollars, or null for a model whose price is not known here
 */
export function costOf(model: string, tokens: { tokens_in: number; tokens_out: number }): number | null {
  const price = prices[model.replace(/-\d{4}-\d{2}-\d{2}$/, '')];
  if (price === undefined) return null;
  return (tokens.tokens_in * price.in + tokens.tokens_out * price.out) / 1_000_000;
}
