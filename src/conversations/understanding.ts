import type { Understanding } from './route.js';
import type { Classification } from '../intents/classifier.js';
import type { Intent } from '../intents/load-intents.js';
import { mostPressing } from '../intents/wishes.js';
import type { Wish } from '../intents/wishes.js';

/** What a classification comes to for the route: the most pressing wish, or without one the best guess. */
export function understandingOf(
  understood: Classification,
  wishes: readonly Wish[],
  intents: readonly Intent[],
): Understanding {
  const guessed = intents.find(({ name }) => name === understood.intent) ?? null;
  const { intent, confidence } = mostPressing(wishes) ?? { ...understood, intent: guessed };
  return {
    ...{ intent, confidence },
    wants_human: understood.wants_human,
    is_pleasantry: understood.pleasantry,
    is_out_of_scope: understood.out_of_scope,
  };
}
