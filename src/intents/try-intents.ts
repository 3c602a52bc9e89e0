import type { Intent } from './load-intents.js';
import { intentsStatement } from './load-intents.js';
import { isGreeting } from './greetings.js';
import { asksForHuman, compileKeywords, matchesKeyword, saysNo } from './keywords.js';
import { guessLanguage } from './language.js';
import { isPleasantry } from './pleasantries.js';
import type { Assistant } from '../assistant/assistant.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { routeBeforeModel, routeUnderstood } from '../conversations/route.js';
import type { Route, TurnFacts, Understanding } from '../conversations/route.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** What the assistant would do about a message. */
export type TriedMessage = {
  /** Who told: words it knows without understanding, the model, or the offline classifier. */
  by: 'words' | 'model' | 'offline';
  intent: string | null;
  /** 0 to 1; null when nothing had to be understood. */
  confidence: number | null;
  action: Route['action'];
  /** The fixed text of an intent, where that is what would be said. */
  text: string | null;
  /** The notice that would be said. */
  notice: string | null;
  /** Why a person would be called. */
  reason: string | null;
};

/**
 * Sorts one message as if a customer had written it first thing: nothing is stored, nobody is sent anything. With a model
 * the call is written down and counts against the client's tokens of the day.
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
  const languages = [profile.language, guessLanguage(text)].filter((code) => code !== null);
  const facts = factsOf(text, profile, languages);
  const known = routeBeforeModel(facts, profile.settings);
  if (known) return { by: 'words', intent: null, confidence: null, ...outcome(known) };

  const intents = await db.query<Intent>(intentsStatement(client_id));
  const thinking = assistant.think({ client_id, conversation_id: null }, signal);
  const line = { seq: 1, role: 'user', kind: 'text', content: text, manager_name: null } as const;
  const understood = await thinking.understand({
    ...{ intents, language: profile.language, languages },
    dialogue: { lines: [line], read_seq: 0, summary: null, handback: null },
  });
  const { intent, confidence, wants_human } = understood;
  const understanding = {
    ...{ confidence, wants_human, intent: intents.find(({ name }) => name === intent) ?? null },
    ...{ is_pleasantry: understood.pleasantry, is_out_of_scope: understood.out_of_scope },
  };
  const route = isMereGreeting(text, understanding, profile)
    ? ({ action: 'notice', notice: 'greeting', counters: facts.counters } as const)
    : routeUnderstood(facts, understanding, profile.settings, thinking.modelState);
  return {
    by: thinking.modelState === 'answered' ? 'model' : 'offline',
    intent,
    confidence,
    ...outcome(route),
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

function outcome(route: Route): Pick<TriedMessage, 'action' | 'text' | 'notice' | 'reason'> {
  return {
    action: route.action,
    text: route.action === 'reply' ? route.text : null,
    notice: route.action === 'notice' ? route.notice : null,
    reason: route.action === 'handover' ? route.reason : null,
  };
}
