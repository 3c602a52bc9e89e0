import { pastQuestions } from './trial-questions.js';
import type { TrialQuestion } from './trial-questions.js';
import type { PromptName } from '../assistant/load-prompts.js';
import type { ModelPurpose } from '../assistant/model.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, ConversationId } from '../shared/ids.js';

/** A question of a past conversation, to be chosen for a trial. */
export type PastQuestion = {
  conversation_id: ConversationId;
  seq: number;
  question: string;
  said: string | null;
};

const purposeOf: Record<PromptName, ModelPurpose> = { system_prompt: 'answer', classifier: 'classify' };
/** So many of the last calls tell what one takes. */
const callsCounted = 50;

/**
 * What customers asked in conversations, and what was said to them: what a trial of these would ask again.
 *
 * @returns the conversations in the order they were named, the questions of each oldest first; and the tokens a call of
 *   this prompt took of late, null while there was none
 */
export async function readPastQuestions(
  db: Queryable,
  of: { client_id: ClientId; name: PromptName; conversation_ids: readonly ConversationId[] },
): Promise<{ items: PastQuestion[]; tokens_of_call: number | null }> {
  const { client_id } = of;
  const items: PastQuestion[] = [];
  for (const conversation_id of of.conversation_ids)
    items.push(...(await pastQuestions(db, { client_id, conversation_id })).map(asListed));
  return { items, tokens_of_call: await tokensOfCall(db, of) };
}

function asListed({ conversation_id, seq, question, said }: TrialQuestion): PastQuestion {
  return { conversation_id: conversation_id as ConversationId, seq: seq ?? 0, question, said };
}

async function tokensOfCall(
  db: Queryable,
  { client_id, name }: { client_id: ClientId; name: PromptName },
): Promise<number | null> {
  const { tokens } = await db.one<{ tokens: number | null }>(sql`
    SELECT round(avg(tokens_in + tokens_out))::int AS tokens FROM (
      SELECT tokens_in, tokens_out FROM llm_calls
      WHERE client_id = ${client_id} AND purpose = ${purposeOf[name]} AND outcome = 'ok'
      ORDER BY created_at DESC LIMIT ${callsCounted}) latest`);
  return tokens;
}
