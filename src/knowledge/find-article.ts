import { wordsIn } from '../intents/words.js';
import type { Article } from './load-knowledge.js';

/** Shorter words ("и", "the", "где") say nothing about what is asked. */
const shortestWord = 4;
/** Endings differ in Russian and Kazakh: the beginning of a word stands for it. */
const stemLength = 5;
/** How much of the question's own words an article must have to count as an answer. */
const clearShare = 0.5;
const titleWeight = 2;

/**
 * The article that clearly is about what is asked: it shares the greater part of the question's words, at least one of
 * them with its title, and no other article fits as well.
 *
 * @returns null when none, or more than one, does: a wrong article is worse than a person
 */
export function findArticle(question: string, articles: readonly Article[]): Article | null {
  const asked = stemsOf(question);
  if (asked.size === 0) return null;
  const [best, second] = articles
    .map((article) => ({ article, score: scoreOf(asked, article) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  if (best === undefined || best.score === second?.score) return null;
  return best.article;
}

/** Articles put in order for a prompt: those that share words with the question first. */
export function mostRelatedFirst(question: string, articles: readonly Article[]): Article[] {
  const asked = stemsOf(question);
  const related = ({ title, text }: Article): number => countShared(asked, stemsOf(`${title} ${text}`));
  return articles
    .map((article) => ({ article, shared: related(article) }))
    .toSorted((one, other) => other.shared - one.shared)
    .map(({ article }) => article);
}

/** 0 when the article is not clearly about it. */
function scoreOf(asked: ReadonlySet<string>, { title, text }: Article): number {
  const inTitle = countShared(asked, stemsOf(title));
  const anywhere = countShared(asked, stemsOf(`${title} ${text}`));
  if (inTitle === 0 || anywhere / asked.size < clearShare) return 0;
  return anywhere + inTitle * titleWeight;
}

function countShared(asked: ReadonlySet<string>, stems: ReadonlySet<string>): number {
  return [...asked].filter((stem) => stems.has(stem)).length;
}

function stemsOf(text: string): Set<string> {
  return new Set(
    wordsIn(text)
      .filter((word) => word.length >= shortestWord)
      .map((word) => word.slice(0, stemLength)),
  );
}
