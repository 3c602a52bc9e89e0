import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { PastChoice } from './past-choice.js';
import { TrialEstimate } from './trial-estimate.js';
import { TrialProgress } from './trial-progress.js';
import { TrialRows } from './trial-rows.js';
import { useQuestions } from './use-questions.js';
import { useTrial } from './use-trial.js';
import type { Line, PromptInUse } from '../../api/prompts.js';
import { Card, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';
import { unknownVariables } from '../../../../src/prompts/prompt-variables.js';
import { mostTyped } from '../../../../src/prompts/trial-limits.js';

type Props = {
  line: Line;
  /** With whose intents, knowledge and conversations. */
  client: { id: string; timezone: string };
  prompt: PromptInUse;
  /** As it stands in the editor. */
  text: string;
  /** What stands above the questions. */
  children?: ReactNode;
};

/** How the bot answered past questions, how it does now, and how it would with the text in the editor. */
export function PromptTest({ line, client, prompt, text, children }: Props): ReactNode {
  const { prompts } = useTexts();
  const texts = prompts.trial;
  const { id: client_id, timezone } = client;
  const asked = useQuestions({ client_id, name: line.name });
  const { run, start, cancel } = useTrial(line, client_id);
  const [isTried, setTried] = useState(false);
  const wrongText = useWrongText(prompt, text);
  const isReady = asked.wrong === undefined && wrongText === undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(!isReady);
    if (isReady) void start(text, asked.questions);
  };
  return (
    <Card title={prompts.test}>
      <form onSubmit={submit} className="test-form" noValidate>
        <p className="note">{texts.about}</p>
        {children}
        <Questions {...{ client_id, timezone, asked }} wrong={isTried ? asked.wrong : undefined} />
        <TrialEstimate count={asked.questions.length} tokensOfCall={asked.tokensOfCall} />
        {isTried && wrongText !== undefined && <FieldProblem>{wrongText}</FieldProblem>}
        {asked.error && <Problem error={asked.error} />}
        <Button type="submit" variant="light" loading={run?.state === 'running' || asked.isPending}>
          {prompts.runTest}
        </Button>
      </form>
      {run && <TrialProgress {...{ run, cancel, timezone }} isOutdated={run.text !== text} />}
      {run && <TrialRows run={run} />}
    </Card>
  );
}

/** Which questions: those of past conversations, or typed ones. */
function Questions({
  client_id,
  timezone,
  asked,
  wrong,
}: {
  client_id: string;
  timezone: string;
  asked: ReturnType<typeof useQuestions>;
  wrong: string | undefined;
}): ReactNode {
  const { trial: texts } = useTexts().prompts;
  const { source, setSource, typed, setTyped, chosen, setChosen } = asked;
  return (
    <>
      <SegmentedControl
        aria-label={texts.source}
        value={source}
        onChange={setSource}
        data={(['past', 'typed'] as const).map((value) => ({ value, label: texts.sources[value] }))}
      />
      {source === 'past' ? (
        <>
          <PastChoice key={client_id} {...{ client_id, timezone, chosen }} choose={setChosen} />
          {wrong !== undefined && <FieldProblem>{wrong}</FieldProblem>}
        </>
      ) : (
        <Textarea
          label={texts.typed}
          description={texts.typedAbout(mostTyped)}
          autosize
          minRows={3}
          maxRows={12}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={wrong}
        />
      )}
    </>
  );
}

function FieldProblem({ children }: { children: ReactNode }): ReactNode {
  return (
    <p role="alert" className="field-problem">
      {children}
    </p>
  );
}

/** Why a text can't be tried against the one in use. */
function useWrongText(prompt: PromptInUse, text: string): string | undefined {
  const { prompts: texts } = useTexts();
  if (text.trim() === '') return texts.needsText;
  const [unknown] = unknownVariables(text);
  if (unknown !== undefined) return texts.unknownVariable(unknown);
  return text === prompt.text ? texts.trial.sameText : undefined;
}
