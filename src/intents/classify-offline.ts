import type { Classifier, Finding, UnreadLine } from './classifier.js';
import { isGreeting } from './greetings.js';
import { asksForHuman } from './keywords.js';
import { guessLanguage } from './language.js';
import type { OfflineClassifier } from './offline-classifier.js';
import { isPleasantry } from './pleasantries.js';
import { inGroups, sentencesIn } from './sentences.js';
import { surest } from './wishes.js';

/** So many messages and sentences of a burst are judged; of more, neighbours are judged together. */
const mostJudged = 40;
/** Of a longer text the beginning is judged: a screenful tells what it is about. */
const longestText = 2_000;

/**
 * The classifier for when no model is configured or the model fails. A burst may be a greeting, a question and then a
 * complaint, so every message and every sentence is judged by itself, and all of them together. It never calls anything
 * out of scope: words it has not seen may be a question put differently, so all it admits is a low confidence.
 */
export function offlineClassifier(trained: OfflineClassifier): Classifier {
  return {
    classify({ unread, languages }) {
      const said = unread.filter(({ text }) => text.trim() !== '');
      const messages = inGroups(said, mostJudged).map((lines) => ({ lines, text: textOf(lines) }));
      const sentencesEach = Math.floor(mostJudged / Math.max(1, messages.length));
      const judged = messages.map((message) => judgeMessage(trained, message, sentencesEach));
      const whole = textOf(said);
      const found = oneOf(judged) ?? judge(trained, { lines: said, text: whole }, judged.filter(asks));
      const { intent, confidence } = surest(found);
      return {
        ...{ intent, confidence, found },
        wants_human: judged.some((message) => anyIn(message, ({ text }) => asksForHuman(text, languages))),
        language: guessLanguage(whole),
        pleasantry: said.length > 0 && said.every(({ text }) => isPleasantry({ kind: 'text', text })),
        out_of_scope: false,
      };
    },
  };
}

type Said = { lines: readonly UnreadLine[]; text: string };

function judgeMessage(trained: OfflineClassifier, { lines, text }: Said, mostSentences: number): Finding {
  const sentences = inGroups(sentencesIn(text), mostSentences).map((group) => group.join(' '));
  // One sentence is the message itself.
  const parts =
    sentences.length < 2 ? [] : sentences.map((sentence) => judge(trained, { lines, text: sentence }));
  return judge(trained, { lines, text }, parts.filter(asks));
}

function judge(trained: OfflineClassifier, { lines, text }: Said, parts: readonly Finding[] = []): Finding {
  const seqs = lines.map(({ seq }) => seq);
  return { text, seqs, ...trained.classify(text.slice(0, longestText)), parts };
}

/** Thanks and greetings beside a question are no wish of their own, whatever intent they are like. */
function asks({ text }: Finding): boolean {
  return !isPleasantry({ kind: 'text', text }) && !isGreeting(text);
}

function anyIn(finding: Finding, holds: (finding: Finding) => boolean): boolean {
  return holds(finding) || finding.parts.some((part) => anyIn(part, holds));
}

function oneOf<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function textOf(lines: readonly UnreadLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}
