import { promptProblem } from './prompt-problem.js';
import type { PromptLine } from './prompt-row.js';
import { readVersion } from './read-prompts.js';
import { pastQuestions, typedQuestions } from './trial-questions.js';
import type { TrialQuestion } from './trial-questions.js';
import { mostConversations, mostQuestions, mostTyped } from './trial-limits.js';
import type { Assistant } from '../assistant/assistant.js';
import type { ModelAnswer } from '../assistant/answer-by-model.js';
import type { ModelClassification } from '../assistant/classify-by-model.js';
import { loadPrompt } from '../assistant/load-prompts.js';
import type { ActivePrompt, PromptName } from '../assistant/load-prompts.js';
import type { Trial, Tried } from '../assistant/trial.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { intentsStatement } from '../intents/load-intents.js';
import type { Intent } from '../intents/load-intents.js';
import type { Queryable } from '../shared/database.js';
import { EstafetaError } from '../shared/errors.js';
import type { FieldProblem } from '../shared/field-problem.js';
import type { ClientId, ConversationId, PromptId } from '../shared/ids.js';
import { FieldsInvalid } from '../shared/refused-edit.js';

/** Which text stands on one side of a trial: what is in use, a version, or one that was not saved yet. */
export type TrialSide = 'active' | { id: PromptId } | { text: string };

export type TrialAsk = {
  /** Whose prompt it is: a client's, or with null the installation's. */
  line: PromptLine;
  /** With whose name, intents, knowledge and conversations. The calls count against their tokens. */
  client_id: ClientId;
  old: TrialSide;
  new: TrialSide;
  /** Typed for the trial. */
  messages: readonly string[];
  /** Past conversations whose questions are asked again. */
  conversation_ids: readonly ConversationId[];
  /** Single questions of past conversations, by their places: see `readPastQuestions`. */
  questions: readonly { conversation_id: ConversationId; seq: number }[];
};

/** What one prompt makes of a question: an answer of `system_prompt`, a sorting of `classifier`. */
export type TrialResult = Tried<Pick<ModelAnswer, 'action' | 'text'> | ModelClassification>;

/** One question with both results. */
export type TrialLine = Pick<TrialQuestion, 'conversation_id' | 'seq' | 'question' | 'said'> & {
  old: TrialResult;
  new: TrialResult;
};

/** So many questions are with the model at once. */
const atOnce = 4;

/**
 * Asks the model the same questions with two texts of one prompt, to be looked at side by side before one is activated.
 * Writes nothing but the records of the calls, and sends nothing to anybody.
 *
 * @param signal fires when nobody waits for it any more
 * @throws EstafetaError `no_model`, `nothing_to_try`
 * @throws Refusal `not_found`
 * @throws FieldsInvalid when there are too many questions, or a text could not be saved either
 */
export async function tryPrompt(
  { db, assistant }: { db: Queryable; assistant: Assistant },
  ask: TrialAsk,
  signal: AbortSignal,
): Promise<TrialLine[]> {
  assertSize(ask);
  const trial = assistant.trial(ask.client_id, signal);
  if (!trial) throw noModel();
  const means = {
    trial,
    name: ask.line.name,
    profile: await loadClientProfile(db, ask.client_id),
    intents: await db.query<Intent>(intentsStatement(ask.client_id)),
  };
  const sides = { old: await sideOf(db, ask.line, ask.old), new: await sideOf(db, ask.line, ask.new) };
  const questions = await questionsOf(db, ask);
  if (questions.length === 0) throw nothingToTry();
  const lines: TrialLine[] = [];
  for (let from = 0; from < questions.length; from += atOnce) {
    lines.push(
      ...(await Promise.all(
        questions.slice(from, from + atOnce).map((question) => besides(means, sides, question)),
      )),
    );
  }
  return lines;
}

type Means = { trial: Trial; name: PromptName; profile: ClientProfile; intents: readonly Intent[] };

async function besides(
  means: Means,
  sides: { old: ActivePrompt; new: ActivePrompt },
  { dialogue, ...question }: TrialQuestion,
): Promise<TrialLine> {
  const [before, after] = await Promise.all([
    resultOf(means, dialogue, sides.old),
    resultOf(means, dialogue, sides.new),
  ]);
  return { ...question, old: before, new: after };
}

async function resultOf(
  { trial, name, profile, intents }: Means,
  dialogue: TrialQuestion['dialogue'],
  prompt: ActivePrompt,
): Promise<TrialResult> {
  if (name === 'classifier') return trial.classify({ profile, intents, dialogue, prompt });
  const tried = await trial.answer({ profile, dialogue, prompt });
  if (tried.answer === null) return tried;
  const { action, text } = tried.answer;
  return { ...tried, answer: { action, text } };
}

async function sideOf(db: Queryable, line: PromptLine, side: TrialSide): Promise<ActivePrompt> {
  if (side === 'active') return loadPrompt(db, line);
  if ('text' in side) return { id: null, version: null, text: side.text };
  return readVersion(db, { ...line, id: side.id });
}

async function questionsOf(
  db: Queryable,
  { client_id, messages, conversation_ids, questions: chosen }: TrialAsk,
): Promise<TrialQuestion[]> {
  const questions = typedQuestions(messages.filter((message) => message.trim() !== ''));
  for (const conversation_id of conversation_ids)
    questions.push(...(await pastQuestions(db, { client_id, conversation_id })));
  for (const { conversation_id, seq } of chosen) {
    const asked = await pastQuestions(db, { client_id, conversation_id });
    questions.push(...asked.filter((question) => question.seq === seq));
  }
  return questions;
}

function assertSize({ messages, conversation_ids, questions, old, new: fresh }: TrialAsk): void {
  const fields: Record<string, FieldProblem> = {};
  if (messages.length > mostTyped) fields['messages'] = atMost(mostTyped);
  if (conversation_ids.length > mostConversations) fields['conversation_ids'] = atMost(mostConversations);
  if (questions.length > mostQuestions) fields['questions'] = atMost(mostQuestions);
  for (const [path, side] of Object.entries({ old, new: fresh })) {
    if (side === 'active' || 'id' in side) continue;
    const problem = promptProblem(side.text);
    if (problem !== null) fields[`${path}.text`] = problem;
  }
  if (Object.keys(fields).length > 0) throw new FieldsInvalid(fields);
}

function atMost(maximum: number): FieldProblem {
  return { reason: 'too_many', params: { maximum }, message: `must be at most ${maximum}` };
}

function noModel(): EstafetaError {
  return new EstafetaError({
    code: 'no_model',
    message: 'No model is configured, so there is nothing a prompt could be tried on.',
    whatToDo:
      'Set OPENAI_API_KEY and start again. Until then the offline classifier answers, without prompts.',
  });
}

function nothingToTry(): EstafetaError {
  return new EstafetaError({
    code: 'nothing_to_try',
    message: 'There is no question to ask.',
    whatToDo: 'Type a message of a customer, or choose a conversation in which one asked something.',
  });
}
