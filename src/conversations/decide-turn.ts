import type { Assistant } from '../assistant/assistant.js';
import type { Thinking, Understood } from '../assistant/thinking.js';
import type { Dialogue } from '../assistant/conversation-for-model.js';
import type { ClaimedTurn } from './claim-turn.js';
import { findRating } from './find-rating.js';
import type { Line } from './read-lines.js';
import type { TurnContext } from './read-turn.js';
import { restrainTurn } from './restrain-turn.js';
import type { Restraint } from './restrain-turn.js';
import { routeBeforeModel, routeOutOfScope, routeUnderstood, routeWithoutAnswer } from './route.js';
import type { Route, TurnFacts } from './route.js';
import { turnDialogue } from './turn-dialogue.js';
import { languagesOf, sortUnread, turnFacts } from './turn-facts.js';
import type { Sorted } from './turn-facts.js';
import { readOnly } from './turn-decision.js';
import type { Saying, TurnDecision } from './turn-decision.js';
import { isExplicitRequest, triggerTypeOf } from '../handovers/handover-types.js';
import { isGreeting } from '../intents/greetings.js';
import { knownLanguage, texts } from '../texts/texts.js';
import type { Counters } from '../shared/counters.js';
import type { Tools } from '../use-case.js';

type Deciding = Pick<Tools, 'db'> & { assistant: Assistant; counters: Counters };
type Question = { turn: ClaimedTurn; context: TurnContext; now: Date; signal: AbortSignal };

/** So many turns of one conversation fail in a row before a person is called. */
const mostFailures = 5;

/**
 * Decides what a turn does about everything unread. Writes nothing but the summary of a person's stretch and the records
 * of model calls.
 */
export async function decideTurn(tools: Deciding, question: Question): Promise<TurnDecision> {
  const { turn, context } = question;
  const rating = turn.open_handover_id === null ? await findRating(tools.db, turn, context) : null;
  const sorted = sortUnread(context.unread, rating?.message_id ?? null);
  return { ...(await decideSorted(tools, question, sorted)), rating };
}

async function decideSorted(
  { db, assistant, counters }: Deciding,
  { turn, context, now, signal }: Question,
  sorted: Sorted,
): Promise<TurnDecision> {
  const quiet = readOnly(sorted.pleasantries);
  if (isSilent(turn, context, now)) return { ...quiet, was_silenced: true };
  const welcome = sayWelcome(sorted, turn, context);
  if (sorted.questions.length === 0 && welcome.length === 0) return quiet;

  const facts = turnFacts(sorted.questions, turn, context, now);
  const known = routeKnown(facts, turn, context);
  if (known?.action === 'handover') return asDecision(known, { sorted, understood: null });
  const restraint = await restrainTurn(counters, { turn, context, now });
  if (restraint) return restrained(restraint, facts, sorted);
  if (sorted.questions.length === 0) return { ...quiet, say: welcome };
  if (known) return asDecision(known, { sorted, understood: null });

  const thinking = assistant.think(turn, signal);
  const dialogue = await turnDialogue(db, turn, { context, thinking });
  const understood = await thinking.understand({
    intents: context.intents,
    dialogue,
    business: context.profile,
    languages: languagesOf(sorted.questions, turn, context.profile),
  });
  const route = isMereGreeting(sorted.questions, understood, context)
    ? greet(facts)
    : routeUnderstood(facts, withIntent(understood, context), context.profile.settings, thinking.modelState);
  const { say, ...decided } =
    route.action === 'answer'
      ? await answer({ thinking, dialogue, facts, sorted, understood, context }, route)
      : asDecision(route, { sorted, understood });
  return { ...decided, say: [...welcome, ...say] };
}

/** What needs no understanding; null when the questions have to be understood first. */
function routeKnown(facts: TurnFacts, turn: ClaimedTurn, { profile }: TurnContext): Route | null {
  if (facts.messages.length > 0 && turn.turn_attempts > mostFailures) return afterFailures(facts);
  return routeBeforeModel(facts, profile.settings);
}

/** Another program ends at a person; who floods is told once, and then there is silence. */
function restrained(restraint: Restraint, { counters }: TurnFacts, sorted: Sorted): TurnDecision {
  if (restraint.kind === 'limited')
    return { ...readOnly(sorted.pleasantries), limited_until: restraint.isNew ? restraint.until : null };
  const route = {
    action: 'handover',
    reason: 'loop',
    trigger_type: triggerTypeOf('loop'),
    counters,
  } as const;
  return asDecision(route, { sorted, understood: null });
}

/** What is said to /start and /help. */
function sayWelcome({ isStart, asksForHelp }: Sorted, turn: ClaimedTurn, { profile }: TurnContext): Saying[] {
  if (isStart) return [{ notice: 'greeting' }];
  if (!asksForHelp) return [];
  const { commands } = texts(knownLanguage(turn.user_language, profile.language));
  return [{ content: commands.helpUser, intent: null, prompt_id: null }];
}

/** Nobody may answer: a person does, or has silenced the bot, or the client or the user is shut out. */
function isSilent(turn: ClaimedTurn, { profile }: TurnContext, now: Date): boolean {
  const isMuted = turn.bot_muted_until !== null && turn.bot_muted_until > now;
  return (
    turn.open_handover_id !== null || isMuted || turn.blocked_at !== null || profile.status === 'suspended'
  );
}

function afterFailures({ counters }: TurnFacts): Route {
  return {
    action: 'handover',
    reason: 'model_failure',
    trigger_type: triggerTypeOf('model_failure'),
    counters,
  };
}

function withIntent(understood: Understood, { intents }: TurnContext): Parameters<typeof routeUnderstood>[1] {
  return {
    confidence: understood.confidence,
    wants_human: understood.wants_human,
    is_pleasantry: understood.pleasantry,
    is_out_of_scope: understood.out_of_scope,
    intent: intents.find(({ name }) => name === understood.intent) ?? null,
  };
}

/** Greeted and asked nothing: greeted back, unless the client has an intent for it. */
function isMereGreeting(
  questions: readonly Line[],
  { intent, confidence, wants_human }: Understood,
  { profile }: TurnContext,
): boolean {
  const isUnderstood =
    wants_human || (intent !== null && confidence >= profile.settings.confidence_threshold);
  return !isUnderstood && questions.every(({ content }) => isGreeting(content));
}

function greet({ counters }: TurnFacts): Route {
  return { action: 'notice', notice: 'greeting', counters };
}

type Answering = {
  thinking: Thinking;
  dialogue: Dialogue;
  facts: TurnFacts;
  sorted: Sorted;
  understood: Understood;
  context: TurnContext;
};

/** An intent whose action is `answer`: the model's own action counts, never what its text says. */
async function answer(
  { thinking, dialogue, facts, sorted, understood, context }: Answering,
  route: Route,
): Promise<TurnDecision> {
  const given = await thinking.answer(context.profile, dialogue);
  const about = { sorted, understood };
  if (given === null) {
    // Nothing failed when there is no model: the client wants this answered, and a person can.
    return asDecision(
      thinking.modelState === 'none' ? toPerson(facts) : routeWithoutAnswer(facts, thinking.modelState),
      about,
    );
  }
  if (given.action === 'handover') return asDecision(toPerson(facts), about);
  if (given.action === 'out_of_scope') return asDecision(routeOutOfScope(facts), about);
  const said = { content: given.text, intent: understood.intent, prompt_id: given.prompt_id };
  return { ...asDecision({ action: 'ignore', counters: route.counters }, about), say: [said] };
}

function toPerson({ counters }: TurnFacts): Route {
  return { action: 'handover', reason: 'intent', trigger_type: triggerTypeOf('intent'), counters };
}

type About = { sorted: Sorted; understood: Understood | null };

/** A route as what is written and said. */
function asDecision(route: Route, { sorted, understood }: About): TurnDecision {
  const { intent = null, confidence = null, language = null } = understood ?? {};
  const decision: TurnDecision = {
    ...readOnly(sorted.pleasantries),
    counters: route.counters,
    reading: understood && { intent, confidence, language },
  };
  switch (route.action) {
    case 'reply':
      return { ...decision, say: [{ content: route.text, intent, prompt_id: null }] };
    case 'notice':
      return { ...decision, say: [{ notice: route.notice }] };
    case 'handover':
      return { ...decision, call: calling(route, sorted.questions, understood) };
    default:
      return decision;
  }
}

function calling(
  { reason, trigger_type }: Extract<Route, { action: 'handover' }>,
  [opening]: readonly Line[],
  understood: Understood | null,
): TurnDecision['call'] {
  if (opening === undefined) return null;
  return {
    reason,
    trigger_type,
    explicit: isExplicitRequest(reason),
    summary: understood?.summary ?? null,
    opening_message_at: opening.created_at,
  };
}
