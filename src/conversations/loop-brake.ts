import { msOfSeconds } from '../shared/durations.js';

/** A line of a conversation, oldest first, with the moment it was said by the messenger's clock (whole seconds). */
type SaidLine = { role: 'user' | 'assistant' | 'manager' | 'system'; content: string; said_at: Date };

/** What we said, what the other side answered to it, and how soon. */
type Exchange = { ours: string; theirs: string; messages: number; seconds: number };

/** So many answers in a row that no person gives so quickly. With ours between them they are 17 messages. */
const quickExchanges = 8;
/** Whoever answers sooner has not read what we wrote. */
const readingSeconds = 2;
/** Whoever writes more at a time goes on writing while we answer: what comes soon after is no answer to ours. */
const messagesOfAnAnswer = 2;
/** Nobody types faster for long; a word or two may be a habit, or a button of the keyboard. */
const lettersPerSecond = 8;
const typedLetters = 30;

/** So many answers in a row, each in the time the others took: no person keeps such a rhythm. They are 19 messages. */
const regularExchanges = 9;
/** Clocks of messengers tell whole seconds. */
const rhythmSeconds = 1;
/** Slower than this nobody minds, and a rhythm says little. */
const slowestRhythmSeconds = 15;
/** Whoever only says yes or no, or presses buttons, may keep a rhythm. */
const fewestWordings = 4;

/** So many answers in a row, each soon and in one go, of somebody who has taken more turns than a person needs. */
const steadyExchanges = 12;
const steadySeconds = 20;

/** So many times the same words in a row: an automatic reply. A short one may answer different questions. */
const sameExchanges = 4;
const tellingLetters = 15;
/** Whoever asks again later may well ask the same. */
const sameWithinSeconds = 30;

/**
 * Whether the other side seems to be a program: every one of its last answers came quicker than a person reads and types,
 * or after the same time as the others, or they are the same words again and again, at once. A person who spoke in between
 * ends the row.
 *
 * @param lines what was said since the last request for a person ended, unread messages included
 */
export function seemsToBeProgram(lines: readonly SaidLine[]): boolean {
  const exchanges = exchangesOf(lines);
  const quick = exchanges.slice(-quickExchanges);
  if (quick.length === quickExchanges && quick.every(isQuickerThanPerson)) return true;
  const regular = exchanges.slice(-regularExchanges);
  if (regular.length === regularExchanges && keepsRhythm(regular)) return true;
  const same = exchanges.slice(-sameExchanges);
  return same.length === sameExchanges && isSameAgain(same);
}

/**
 * Whether somebody who takes very many turns has answered each of ours soon and in one go, as a slow program does. Taken
 * alone this is no sign: a lively person does so for a while.
 *
 * @param lines as for {@link seemsToBeProgram}
 */
export function answersSteadily(lines: readonly SaidLine[]): boolean {
  const last = exchangesOf(lines).slice(-steadyExchanges);
  return (
    last.length === steadyExchanges &&
    last.every(({ messages, seconds }) => messages === 1 && seconds <= steadySeconds)
  );
}

function isQuickerThanPerson({ theirs, messages, seconds }: Exchange): boolean {
  if (messages > messagesOfAnAnswer) return false;
  if (seconds < readingSeconds) return true;
  return theirs.length >= typedLetters && theirs.length / seconds > lettersPerSecond;
}

function keepsRhythm(exchanges: readonly Exchange[]): boolean {
  const seconds = exchanges.map((one) => one.seconds);
  const [soonest, latest] = [Math.min(...seconds), Math.max(...seconds)];
  return (
    soonest >= 0 &&
    latest <= slowestRhythmSeconds &&
    latest - soonest <= rhythmSeconds &&
    exchanges.every(({ messages }) => messages === 1) &&
    new Set(exchanges.map(({ theirs }) => theirs)).size >= fewestWordings
  );
}

function isSameAgain(exchanges: readonly Exchange[]): boolean {
  const [first] = exchanges;
  if (first === undefined || first.theirs === '') return false;
  const isTelling =
    first.theirs.length >= tellingLetters || exchanges.every(({ ours }) => ours === first.ours);
  return (
    isTelling &&
    exchanges.every(({ theirs, seconds }) => theirs === first.theirs && seconds <= sameWithinSeconds)
  );
}

function exchangesOf(lines: readonly SaidLine[]): Exchange[] {
  const since = lines.findLastIndex(({ role }) => role === 'manager') + 1;
  const exchanges: Exchange[] = [];
  let ours: SaidLine | null = null;
  let isAnswered = false;
  for (const line of lines.slice(since)) {
    if (line.role !== 'user') {
      ours = line;
      isAnswered = false;
    } else if (ours !== null && !isAnswered) {
      isAnswered = true;
      exchanges.push(exchange(ours, line));
    } else {
      addTo(exchanges.at(-1), line);
    }
  }
  return exchanges;
}

function exchange(ours: SaidLine, theirs: SaidLine): Exchange {
  const seconds = (theirs.said_at.getTime() - ours.said_at.getTime()) / msOfSeconds(1);
  return { ours: plain(ours.content), theirs: plain(theirs.content), messages: 1, seconds };
}

/** What is written in several messages is one answer. */
function addTo(last: Exchange | undefined, { content }: SaidLine): void {
  if (!last) return;
  last.theirs = `${last.theirs} ${plain(content)}`.trim();
  last.messages += 1;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
