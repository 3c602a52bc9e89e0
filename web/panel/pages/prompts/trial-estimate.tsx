import type { ReactNode } from 'react';
import { useTexts } from '../../texts/use-texts.js';
import { mostConversations, mostQuestions, mostTyped } from '../../../../src/prompts/trial-limits.js';

/** Each question is asked with both texts. */
const callsOfOne = 2;

/** What a trial will take, before it is begun. */
export function TrialEstimate({
  count,
  tokensOfCall,
}: {
  /** Questions to be asked. */
  count: number;
  /** Null: nobody knows yet. */
  tokensOfCall: number | null;
}): ReactNode {
  const { prompts } = useTexts();
  const texts = prompts.trial;
  const calls = count * callsOfOne;
  return (
    <p className="note" role="status">
      {count > 0 && <strong>{texts.estimate(count, calls)}</strong>}{' '}
      {count > 0 && tokensOfCall !== null && texts.estimateTokens(tokensOfCall * calls)}{' '}
      {texts.limits({
        ...{ conversations: mostConversations, typed: mostTyped, calls: mostQuestions * callsOfOne },
      })}
    </p>
  );
}
