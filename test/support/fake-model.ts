import type { Model, ModelPurpose, ModelRequest } from '../../src/assistant/model.js';
import { ModelError } from '../../src/assistant/model.js';

/** What a fake model was asked. */
export type Asked = Pick<ModelRequest<unknown>, 'purpose' | 'system' | 'messages'>;

type Answers = Partial<Record<ModelPurpose, (asked: Asked) => unknown>>;

/** What a model makes of a question that is plain in every way, for a test to change one thing of. */
export const plainClassification = {
  intent: null,
  confidence: 0.9,
  wants_human: false,
  language: 'ru',
  pleasantry: false,
  out_of_scope: false,
  summary: 'Спрашивает о работе кофейни',
};

/**
 * A model that answers what a test says, by the same schema as a real one. A purpose without an answer fails, as does an
 * answer that is an error.
 */
export function fakeModel(answers: Answers): Model & { asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    name: 'fake',
    asked,
    async complete(request) {
      const question = { purpose: request.purpose, system: request.system, messages: request.messages };
      asked.push(question);
      const answer = await answers[request.purpose]?.(question);
      if (answer === undefined) throw new ModelError({ outcome: 'server_error', detail: '500' });
      if (answer instanceof Error) throw answer;
      return { value: request.schema.parse(answer), tokens_in: 10, tokens_out: 5, model: 'fake' };
    },
  };
}
