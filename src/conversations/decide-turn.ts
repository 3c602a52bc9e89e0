import type { Assistant } from '../assistant/assistant.js';
import type { Thinking, Understood } from '../assistant/thinking.js';
import type { Dialogue } from '../assistant/conversation-for-model.js';
import type { ClaimedTurn } from './claim-turn.js';
import type { Line } from './read-lines.js';
import type { TurnContext } from './read-turn.js';
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
import type { Tools } from '../use-case.js';

type Deciding = Pick<Tools, 'db'> & { assistant: Assistant };
type Question = { turn: ClaimedTurn; context: TurnContext; now: Date; signal: AbortSignal };

/** So many turns of one conversation fail in a row before a person is called. */
const mostFailures = 5;

/**
 * Decides what a turn does about everything unread. Writes nothing but the summary of a person's stretch and the records
 * of model calls.
 */
export async function decideTurn(
  { db, assistant }: Deciding,
  { turn, context, now, signal }: Question,
): Promise<TurnDecision> {
  const sorted = sortUnread(context.unread);
  const quiet = readOnly(sorted.pleasantries);
  if (isSilent(turn, context, now)) return { ...quiet, was_silenced: true };
  const welcome = sayWelcome(sorted, turn, context);
  if (sorted.questions.length === 0) return { ...quiet, say: welcome };

  const facts = turnFacts(sorted.questions, turn, context, now);
  if (turn.turn_attempts > mostFailures)
    return asDecision(afterFailures(facts), { sorted, understood: null });
  const known = routeBeforeModel(facts, context.profile.settings);
  if (known) return asDecision(known, { sorted, understood: null });

  const thinking = assistant.think(turn, signal);
  const dialogue = await turnDialogue(db, turn, { context, thinking });
  const understood = await thinking.understand({
    intents: context.intents,
    dialogue,
    language: context.profile.language,
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
