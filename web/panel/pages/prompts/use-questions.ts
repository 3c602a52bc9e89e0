import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrialQuestion } from './use-trial.js';
import { readQuestions } from '../../api/prompts.js';
import type { PastQuestions, PromptName } from '../../api/prompts.js';
import { useTexts } from '../../texts/use-texts.js';
import { longestTyped, mostTyped } from '../../../../src/prompts/trial-limits.js';

/** Where the questions of a trial come from. */
export type Source = 'past' | 'typed';

/**
 * What is to be asked: of the conversations that are chosen, or what was typed, a question a line.
 *
 * @param of whose conversations; what was typed stays when it is another's turn
 */
export function useQuestions(of: { client_id: string; name: PromptName }) {
  const [source, setSource] = useState<Source>('past');
  const [typed, setTyped] = useState('');
  const [choice, choose] = useState<{ of: string; ids: string[] }>({ of: of.client_id, ids: [] });
  const chosen = choice.of === of.client_id ? choice.ids : [];
  const setChosen = (ids: string[]): void => choose({ of: of.client_id, ids });
  const past = useQuery({
    queryKey: ['past-questions', of.client_id, of.name, chosen],
    queryFn: ({ signal }) => readQuestions(of, { conversation_ids: chosen, signal }),
    placeholderData: keepPreviousData,
  });
  const isPast = source === 'past';
  const questions = isPast ? ofPast(past.data?.items ?? []) : ofLines(typed);
  const wrong = useWrong({ isPast, questions, isChosen: chosen.length > 0 });
  return {
    ...{ source, setSource, typed, setTyped, chosen, setChosen, questions, wrong },
    tokensOfCall: past.data?.tokens_of_call ?? null,
    // What is shown meanwhile are the questions of what was chosen before.
    isPending: isPast && (past.isPending || past.isPlaceholderData) && !past.error,
    error: isPast ? past.error : null,
  };
}

function useWrong({
  isPast,
  questions,
  isChosen,
}: {
  isPast: boolean;
  questions: readonly TrialQuestion[];
  isChosen: boolean;
}): string | undefined {
  const { prompts, editing } = useTexts();
  const texts = prompts.trial;
  if (questions.length === 0)
    return !isPast ? prompts.needsQuestion : isChosen ? texts.nothingAsked : texts.needsChoice;
  if (isPast) return undefined;
  if (questions.length > mostTyped) return texts.tooMany(mostTyped);
  const isTooLong = questions.some(({ question }) => question.length > longestTyped);
  return isTooLong ? editing.tooLong(String(longestTyped)) : undefined;
}

function ofPast(items: PastQuestions['items']): TrialQuestion[] {
  return items.map(({ conversation_id, seq, question, said }) => ({
    ...{ key: `${conversation_id} ${seq}`, question, said, place: { conversation_id, seq } },
  }));
}

function ofLines(typed: string): TrialQuestion[] {
  const lines = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.map((question, index) => ({ key: `${index}`, question, said: null, place: null }));
}
