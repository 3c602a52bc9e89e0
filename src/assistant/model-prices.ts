import { z } from 'zod';
import type { TokensUsed } from './model.js';

/** US dollars for a million tokens; `cached`: of the input that the service had seen a moment ago. */
export type ModelPrice = { in: number; out: number; cached: number };
export type ModelPrices = Readonly<Record<string, ModelPrice>>;

/** As published by OpenAI (https://openai.com/api/pricing). Other models, or another price: `OPENAI_PRICES`. */
const publishedPrices: ModelPrices = {
  'gpt-4.1': { in: 2, out: 8, cached: 0.5 },
  'gpt-4.1-mini': { in: 0.4, out: 1.6, cached: 0.1 },
  'gpt-4.1-nano': { in: 0.1, out: 0.4, cached: 0.025 },
  'gpt-4o': { in: 2.5, out: 10, cached: 1.25 },
  'gpt-4o-mini': { in: 0.15, out: 0.6, cached: 0.075 },
  'gpt-5': { in: 1.25, out: 10, cached: 0.125 },
  'gpt-5-mini': { in: 0.25, out: 2, cached: 0.025 },
  'gpt-5-nano': { in: 0.05, out: 0.4, cached: 0.005 },
  o3: { in: 2, out: 8, cached: 0.5 },
  'o4-mini': { in: 1.1, out: 4.4, cached: 0.275 },
  // What goes in is sound.
  'gpt-4o-transcribe': { in: 6, out: 10, cached: 6 },
  'gpt-4o-mini-transcribe': { in: 3, out: 5, cached: 3 },
};

const price = String.raw`\d+(?:\.\d+)?`;
const entry = new RegExp(`^([^=,\\s]+)=(${price})/(${price})(?:/(${price}))?$`);

/** Prices as a variable says them: `model=in/out` or `model=in/out/cached`, comma-separated. */
export const modelPricesSchema = z.string().transform((text, context): ModelPrices => {
  const prices: Record<string, ModelPrice> = {};
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, model, input, output, cached = input] = entry.exec(part) ?? [];
    if (model === undefined) {
      context.addIssue({
        code: 'custom',
        message: `"${part}" must be model=in/out in US dollars for a million tokens, such as my-model=0.4/1.6`,
      });
      return z.NEVER;
    }
    prices[model] = { in: Number(input), out: Number(output), cached: Number(cached) };
  }
  return prices;
});

/**
 * What a call cost.
 *
 * @param model as the service names it, also with a date behind (`gpt-4.1-mini-2025-04-14`)
 * @param known prices that come before the published ones
 * @returns US dollars, or null for a model whose price is not known here
 */
export function costOf(
  model: string,
  { tokens_in, tokens_out, tokens_cached = 0 }: TokensUsed,
  known: ModelPrices = {},
): number | null {
  const undated = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const priced = known[model] ?? known[undated] ?? publishedPrices[undated];
  if (priced === undefined) return null;
  const cached = Math.min(tokens_cached, tokens_in);
  return ((tokens_in - cached) * priced.in + cached * priced.cached + tokens_out * priced.out) / 1_000_000;
}
