import { costOf, modelPricesSchema } from '../../../src/assistant/model-prices.js';

const million = { tokens_in: 1_000_000, tokens_out: 1_000_000 };

describe('What a call to a model costs', () => {
  it('is known for the models of OpenAI, also when they are named with their date', () => {
    expect(costOf('gpt-4.1-mini', million)).toBeCloseTo(2);
    expect(costOf('gpt-4.1-mini-2025-04-14', million)).toBeCloseTo(2);
  });

  it('is less for what the service had in its cache', () => {
    expect(costOf('gpt-4.1-mini', { ...million, tokens_cached: 500_000 })).toBeCloseTo(1.85);
  });

  it('is not guessed for a model that nobody has priced', () => {
    expect(costOf('my-model', million)).toBeNull();
  });

  it('is what the installation says it is', () => {
    const prices = modelPricesSchema.parse('my-model=0.4/1.6, gpt-4.1-mini=1/1/0, org/model:free=0/0');
    expect(costOf('my-model', { ...million, tokens_cached: 500_000 }, prices)).toBeCloseTo(2);
    expect(costOf('gpt-4.1-mini', { ...million, tokens_cached: 1_000_000 }, prices)).toBeCloseTo(1);
    expect(costOf('org/model:free', million, prices)).toBe(0);
  });

  it.each(['my-model', 'my-model=1', 'a=1/2,,', 'a=x/2', 'a=-1/2'])('can’t be read from %s', (text) => {
    expect(modelPricesSchema.safeParse(text).error?.issues[0]?.message).toContain('model=in/out');
  });
});
