import { checkModel } from '../../../src/assistant/check-model.js';

// Nobody listens there: whoever asked would be told so.
const settings = {
  openaiApiKey: 'sk-secret',
  openaiBaseUrl: 'http://127.0.0.1:1/v1',
  openaiModel: 'my-model',
  openaiPrices: undefined,
};

describe('The check of the model', () => {
  it('makes no call, which would cost money, unless it is asked to', async () => {
    const { ok, words } = await checkModel(settings, { ask: false });
    expect({ ok, words }).toEqual({ ok: true, words: expect.stringMatching(/my-model .*not asked/) });
    expect(words).not.toContain('sk-secret');
  });

  it('says what to do about a model that does not answer', async () => {
    const { ok, words } = await checkModel(settings, { ask: true });
    expect({ ok, words }).toEqual({ ok: false, words: expect.stringContaining('OPENAI_BASE_URL') });
    expect(words).not.toContain('sk-secret');
  });

  it('has nothing against an installation without a model', async () => {
    const { openaiApiKey: _none, ...without } = settings;
    expect((await checkModel({ ...without, openaiApiKey: undefined }, { ask: true })).ok).toBe(true);
  });
});
