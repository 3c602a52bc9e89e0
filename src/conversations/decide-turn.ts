import type { Assistant } from '../assistant/assistant.js';
import type { Thinking, Understood } from '../assistant/thinking.js';
import type { Dialogue } from '../assistant/conversation-for-model.js';
import type { ClaimedTurn } from './claim-turn.js';
import { findRating } from './find-rating.js';
import type { Line } from './read-lines.js';
import type { TurnContext } from './read-turn.js';
import { restrainTurn } from './restrain-turn.js';
import type { Restraint } from './restrain-turn.js';
import {
  noFailures,
  routeBeforeModel,
  routeOutOfScope,
  routeUnderstood,
  routeWithoutAnswer,
} from './route.js';
import type { Route, TurnFacts } from './route.js';
import { turnDialogue } from './turn-dialogue.js';
import { languagesOf, sortUnread, turnFacts } from './turn-facts.js';
import type { Sorted } from './turn-facts.js';
import { readOnly } from './turn-decision.js';
import type { Reading, Saying, TurnDecision } from './turn-decision.js';
import { understandingOf } from './understanding.js';
import { isExplicitRequest, triggerTypeOf } from '../handovers/handover-types.js';
import { answersTo } from '../intents/answers-to.js';
import { isGreeting } from '../intents/greetings.js';
import { mostPressing, understoodOf, wishesIn } from '../intents/wishes.js';
import type { Wish } from '../intents/wishes.js';
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
  const wishes = wishesIn(understood.found, { ...context, ...context.profile.settings });
  const about = { sorted, understood, wishes };
  const route = isMereGreeting(about)
    ? greeted
    : routeUnderstood(
        facts,
        understandingOf(understood, wishes, context.intents),
        context.profile.settings,
        thinking.modelState,
      );
  const { say, ...decided } = await carryOut(route, { ...about, thinking, dialogue, facts, context });
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
  return [{ help: commands.helpUser }];
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

/** Greeted and asked nothing: greeted back, unless the client has an intent for it. */
function isMereGreeting({ sorted, understood, wishes }: AboutUnderstood): boolean {
  const isUnderstood = understood.wants_human || wishes.length > 0;
  return !isUnderstood && sorted.questions.every(({ content }) => isGreeting(content));
}

const greeted: Route = { action: 'notice', notice: 'greeting', counters: noFailures };

type Answering = AboutUnderstood & {
  thinking: Thinking;
  dialogue: Dialogue;
  facts: TurnFacts;
  context: TurnContext;
};

async function carryOut(route: Route, answering: Answering): Promise<TurnDecision> {
  if (answering.wishes.length > 1) return answerEach(route, answering);
  return route.action === 'answer' ? answer(route, answering) : asDecision(route, answering);
}

/** An intent whose action is `answer`: the model's own action counts, never what its text says. */
async function answer(route: Route, answering: Answering): Promise<TurnDecision> {
  const { thinking, dialogue, facts, understood, wishes, context } = answering;
  const question = wishes[0]?.text ?? understood.found.text;
  const given = await thinking.answer(context.profile, dialogue, question);
  if (given === null) return asDecision(routeUnanswered(answering), answering);
  if (given.action === 'handover') return asDecision(toPerson(facts), answering);
  if (given.action === 'out_of_scope') return asDecision(routeOutOfScope(facts), answering);
  const intent = mostPressing(wishes)?.intent.name ?? understood.intent;
  const said = { content: given.text, intent, prompt_id: given.prompt_id };
  return { ...asDecision({ action: 'ignore', counters: route.counters }, answering), say: [said] };
}

/** Several wishes in one burst, as they are told apart without a model: each that can be is answered, in their order. */
async function answerEach(route: Route, answering: Answering): Promise<TurnDecision> {
  const { answers, isComplete } = await answersTo(answering.wishes, answering.thinking);
  const isSettled = route.action === 'handover' || isComplete;
  const decision = asDecision(isSettled ? route : routeUnanswered(answering), answering);
  return { ...decision, say: answers.length > 0 ? answers : decision.say };
}

/** Nothing failed when there is no model: the client wants this answered, and a person can. */
function routeUnanswered({ facts, thinking: { modelState } }: Answering): Route {
  return modelState === 'none' ? toPerson(facts) : routeWithoutAnswer(facts, modelState);
}

function toPerson({ counters }: TurnFacts): Route {
  return { action: 'handover', reason: 'intent', trigger_type: triggerTypeOf('intent'), counters };
}

type AboutUnderstood = { sorted: Sorted; understood: Understood; wishes: readonly Wish[] };
/** What was read, and understood of it where that was needed. */
type About = AboutUnderstood | { sorted: Sorted; understood: null };

/** A route as what is written and said. */
function asDecision(route: Route, about: About): TurnDecision {
  const { sorted, understood } = about;
  const intent = understood && (mostPressing(about.wishes)?.intent.name ?? understood.intent);
  const decision: TurnDecision = {
    ...readOnly(sorted.pleasantries),
    counters: route.counters,
    reading: understood && readingOf(about),
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

function readingOf({ understood: { found, language }, wishes }: AboutUnderstood): Reading {
  const read = found.seqs.map((seq) => [seq, understoodOf(seq, found, wishes)] as const);
  return { language, found: new Map(read.flatMap(([seq, one]) => (one ? [[seq, one]] : []))) };
}
