import type { Classifier, ConversationLine } from './classifier.js';
import { asksForHuman } from './keywords.js';
import { guessLanguage } from './language.js';
import type { OfflineClassifier } from './offline-classifier.js';
import { isPleasantry } from './pleasantries.js';

/**
 * The classifier for when no model is configured or the model fails. It never calls anything out of scope: words it
 * has not seen may be a question put differently, so all it admits is a low confidence.
 */
export function offlineClassifier(trained: OfflineClassifier): Classifier {
  return {
    classify: async ({ messages, languages }) => {
      const unread = unreadTexts(messages);
      // A burst may be a greeting, an apology and then the question: the line that says most counts.
      const guesses = [...unread, unread.join('\n')].map((text) => trained.classify(text));
      const best = guesses.reduce((most, guess) => (guess.confidence > most.confidence ? guess : most), {
        intent: null,
        confidence: 0,
      });
      return {
        ...best,
        wants_human: unread.some((text) => asksForHuman(text, languages)),
        language: guessLanguage(unread.join('\n')),
        pleasantry: unread.length > 0 && unread.every((text) => isPleasantry({ kind: 'text', text })),
        out_of_scope: false,
      };
    },
  };
}

/** What the user has said since the last answer. */
function unreadTexts(messages: readonly ConversationLine[]): string[] {
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant' || role === 'manager');
  return messages
    .slice(lastAnswer + 1)
    .filter(({ role, text }) => role === 'user' && text.trim() !== '')
    .map(({ text }) => text);
}
