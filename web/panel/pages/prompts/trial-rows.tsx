import { Badge, Loader } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { TrialRow, TrialRun } from './use-trial.js';
import { isSame } from './trial-words.js';
import type { TrialLine } from '../../api/prompts.js';
import { useTexts } from '../../texts/use-texts.js';
import { diffWords } from '../../../../src/prompts/text-diff.js';

type Tried = TrialLine['old'];

/** Each question with what was said then, what the text in use says, and what the new one does. */
export function TrialRows({ run }: { run: TrialRun }): ReactNode {
  return (
    <ol className="trial-rows">
      {run.rows.map((row) => (
        <li key={row.key}>
          <Row row={row} isRunning={run.state === 'running'} />
        </li>
      ))}
    </ol>
  );
}

function Row({ row, isRunning }: { row: TrialRow; isRunning: boolean }): ReactNode {
  const { prompts: texts } = useTexts();
  const { result } = row;
  return (
    <>
      <p className="trial-question">
        <strong>{row.question}</strong>{' '}
        {result?.old.answer && result.new.answer && (
          <Badge component="span" variant={isSame(result) ? 'default' : 'light'}>
            {isSame(result) ? texts.trial.sameAnswer : texts.trial.otherAnswer}
          </Badge>
        )}
      </p>
      <div className="trial-answers">
        {row.place && <Then said={row.said} />}
        {result ? <Answers {...result} /> : <Waiting isRunning={isRunning} />}
      </div>
    </>
  );
}

function Then({ said }: { said: string | null }): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <section className="answer">
      <h3>{texts.trial.earlier}</h3>
      {said === null ? <p className="note">{texts.trial.saidNothing}</p> : <p>{said}</p>}
    </section>
  );
}

/** Keeps the room of the answers that are on their way. */
function Waiting({ isRunning }: { isRunning: boolean }): ReactNode {
  const { prompts: texts, common } = useTexts();
  return [texts.old, texts.new].map((title) => (
    <section key={title} className="answer">
      <h3>{title}</h3>
      {isRunning ? (
        <Loader size="xs" type="dots" aria-label={common.loading} role="img" />
      ) : (
        <p className="note">{texts.trial.notAsked}</p>
      )}
    </section>
  ));
}

function Answers({ old, new: fresh }: Pick<TrialLine, 'old' | 'new'>): ReactNode {
  const { prompts: texts } = useTexts();
  const [before, after] = [wordsOf(old), wordsOf(fresh)];
  const parts = useMemo(() => diffWords(before, after), [before, after]);
  const isBoth = before !== '' && after !== '';
  const shown = (kind: 'removed' | 'added'): ReactNode =>
    parts
      .filter((part) => part.kind === 'same' || part.kind === kind)
      .map(({ kind: its, words }, place) =>
        // The place is what a part is known by: the same words may stand twice.
        its === 'same' || !isBoth ? (
          words
        ) : (
          <mark key={`${place}`} className={its}>
            {words}
          </mark>
        ),
      );
  return (
    <>
      <Answer title={texts.old} tried={old}>
        {shown('removed')}
      </Answer>
      <Answer title={texts.new} tried={fresh}>
        {shown('added')}
      </Answer>
    </>
  );
}

function Answer({
  title,
  tried: { answer, problem },
  children,
}: {
  title: string;
  tried: Tried;
  children: ReactNode;
}): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <section className="answer">
      <h3>{title}</h3>
      {answer === null ? (
        <p className="note">{problem === null ? '–' : texts.problems[problem]}</p>
      ) : 'action' in answer ? (
        <>
          {answer.action !== 'answer' && <p className="note">{texts.actions[answer.action]}</p>}
          <p>{children}</p>
        </>
      ) : (
        <>
          <p>{answer.wants_human ? texts.wantsHuman : (answer.intent ?? texts.noIntent)}</p>
          <p className="note">
            {`${Math.round(answer.confidence * 100)}%. `}
            {children}
          </p>
        </>
      )}
    </section>
  );
}

function wordsOf({ answer }: Tried): string {
  if (answer === null) return '';
  return 'action' in answer ? answer.text : answer.summary;
}
