import { answersTo } from './answers-to.js';
import type { Intent } from './load-intents.js';
import { intentsStatement } from './load-intents.js';
import { isGreeting } from './greetings.js';
import { asksForHuman, compileKeywords, matchesKeyword, saysNo } from './keywords.js';
import { guessLanguage } from './language.js';
import { isPleasantry } from './pleasantries.js';
import { wishesIn } from './wishes.js';
import type { Wish } from './wishes.js';
import type { ModelAnswer } from '../assistant/answer-by-model.js';
import type { Assistant } from '../assistant/assistant.js';
import { unreadText } from '../assistant/conversation-for-model.js';
import type { Dialogue } from '../assistant/conversation-for-model.js';
import type { Thinking } from '../assistant/thinking.js';
import type { HandoverReason } from '../handovers/handover-types.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import {
  routeBeforeModel,
  routeOutOfScope,
  routeUnderstood,
  routeWithoutAnswer,
} from '../conversations/route.js';
import type { Route, TurnFacts, Understanding } from '../conversations/route.js';
import { understandingOf } from '../conversations/understanding.js';
import { triggerTypeOf } from '../handovers/handover-types.js';
import { userLanguage } from '../messages/user-language.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { noticeText } from '../texts/notices.js';
import { ownText } from '../texts/wording.js';
import type { Wording } from '../texts/wording.js';

/** What the assistant would do about a message. */
export type TriedMessage = {
  /** Who told: words it knows without understanding, the model, or the offline classifier. */
  by: 'words' | 'model' | 'offline';
  intent: string | null;
  /** 0 to 1; null when nothing had to be understood. */
  confidence: number | null;
  action: Route['action'];
  /** What would be said: an intent's fixed text, a notice, the answer of the model or of an article. */
  text: string | null;
  /** The notice that would be said. */
  notice: string | null;
  /** Why a person would be called. */
  reason: HandoverReason | null;
};

/**
 * Sorts one message as if a customer had written it first thing, and answers it: nothing is stored, nobody is sent
 * anything. With a model its calls are written down and count against the client's tokens of the day.
 *
 * @param signal fires when nobody waits for it any more
 * @throws EstafetaError `client_unknown`
 */
export async function tryMessage(
  { db, assistant }: { db: Queryable; assistant: Assistant },
  { client_id, text }: { client_id: ClientId; text: string },
  signal: AbortSignal,
): Promise<TriedMessage> {
  const profile = await loadClientProfile(db, client_id);
  const inTheirLanguage = {
    ...profile,
    language: userLanguage({ last_said: [text], language_code: null }, profile.language),
  };
  const languages = [profile.language, guessLanguage(text)].filter((code) => code !== null);
  const facts = factsOf(text, profile, languages);
  const known = routeBeforeModel(facts, profile.settings);
  if (known)
    return { by: 'words', intent: null, confidence: null, ...(await outcome(db, inTheirLanguage, known)) };

  const intents = await db.query<Intent>(intentsStatement(client_id));
  const thinking = assistant.think({ client_id, conversation_id: null }, signal);
  const line = { seq: 1, role: 'user', kind: 'text', content: text, manager_name: null } as const;
  const dialogue = { lines: [line], read_seq: 0, summary: null, handback: null };
  const understood = await thinking.understand({
    ...{ intents, business: profile, languages, dialogue },
  });
  const wishes = wishesIn(understood.found, { intents, ...profile.settings });
  const understanding = understandingOf(understood, wishes, intents);
  const route = isMereGreeting(text, understanding, profile)
    ? ({ action: 'notice', notice: 'greeting', counters: facts.counters } as const)
    : routeUnderstood(facts, understanding, profile.settings, thinking.modelState);
  const settled = await settle(route, { thinking, profile, dialogue, facts, wishes });
  return {
    by: thinking.modelState === 'answered' ? 'model' : 'offline',
    intent: understanding.intent?.name ?? understood.intent,
    confidence: understanding.confidence,
    ...(await outcome(db, inTheirLanguage, settled.route)),
    ...(settled.text === null ? {} : { text: settled.text }),
  };
}

type Answering = {
  thinking: Thinking;
  profile: ClientProfile;
  dialogue: Dialogue;
  facts: TurnFacts;
  wishes: readonly Wish[];
};

/** Answers what is to be answered, as a turn does. */
async function settle(
  route: Route,
  { thinking, profile, dialogue, facts, wishes }: Answering,
): Promise<{ route: Route; text: string | null }> {
  if (wishes.length > 1 && route.action !== 'handover') {
    const { answers, isComplete } = await answersTo(wishes, thinking);
    const text = answers.map(({ content }) => content).join('\n\n');
    return isComplete ? { route, text } : { route: routeAnswered(null, facts, thinking), text: null };
  }
  if (route.action !== 'answer') return { route, text: null };
  const answer = await thinking.answer(profile, dialogue, wishes[0]?.text ?? unreadText(dialogue));
  const isAnswered = answer?.action === 'answer';
  return { route: routeAnswered(answer, facts, thinking), text: isAnswered ? answer.text : null };
}

/** What is done with what the model made of a question it was to answer. */
function routeAnswered(answer: ModelAnswer | null, facts: TurnFacts, { modelState }: Thinking): Route {
  if (answer?.action === 'answer') return { action: 'answer', counters: facts.counters };
  if (answer?.action === 'out_of_scope') return routeOutOfScope(facts);
  if (answer === null && modelState !== 'none') return routeWithoutAnswer(facts, modelState);
  return {
    ...{ action: 'handover', reason: 'intent', trigger_type: triggerTypeOf('intent') },
    counters: facts.counters,
  };
}

/** Greeted and asked nothing: greeted back, unless the client has an intent for it. */
function isMereGreeting(
  text: string,
  { wants_human, intent, confidence }: Understanding,
  { settings }: ClientProfile,
): boolean {
  const isUnderstood = wants_human || (intent !== null && confidence >= settings.confidence_threshold);
  return !isUnderstood && isGreeting(text);
}

function factsOf(text: string, { settings }: ClientProfile, languages: readonly string[]): TurnFacts {
  return {
    messages: [{ kind: 'text', text }],
    is_pleasantry: isPleasantry({ kind: 'text', text }),
    has_keyword: matchesKeyword(compileKeywords(settings.handover_keywords), text),
    asks_for_human: asksForHuman(text, languages) ? 'word' : null,
    says_no: saysNo(text),
    is_stale: false,
    counters: { no_count: 0, not_understood_count: 0, out_of_scope_count: 0 },
  };
}

type Outcome = Pick<TriedMessage, 'action' | 'text' | 'notice' | 'reason'>;

async function outcome(
  db: Queryable,
  { id: client_id, name, language }: ClientProfile,
  route: Route,
): Promise<Outcome> {
  const nothing = { text: null, notice: null, reason: null };
  if (route.action === 'handover') return { ...nothing, action: route.action, reason: route.reason };
  if (route.action === 'reply') return { ...nothing, action: route.action, text: route.text };
  if (route.action !== 'notice') return { ...nothing, action: route.action };
  const { notice } = route;
  const own = await db.maybeOne<Wording>(
    sql`SELECT text, by_language FROM notices WHERE client_id = ${client_id} AND name = ${notice}`,
  );
  const text = noticeText(notice, language, (own && ownText(own, language))?.text, { client_name: name });
  return { ...nothing, action: 'notice', notice, text };
}
