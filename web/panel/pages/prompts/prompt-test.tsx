import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { tryText } from '../../api/prompts.js';
import type { Line, PromptTrial } from '../../api/prompts.js';
import { Card, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

type Tried = PromptTrial['items'][number]['old'];

/** How the bot answers a question now, and how it would with the text in the editor. */
export function PromptTest({ line, text }: { line: Line; text: string }): ReactNode {
  const { prompts: texts } = useTexts();
  const [question, setQuestion] = useState('');
  const [wrong, setWrong] = useState('');
  const trial = useMutation({ mutationFn: (asked: string) => tryText(line, { text, question: asked }) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const asked = question.trim();
    setWrong(asked === '' ? texts.needsQuestion : '');
    if (asked !== '') trial.mutate(asked);
  };
  return (
    <Card title={texts.test}>
      <form onSubmit={submit} className="test-form" noValidate>
        <TextInput
          label={texts.question}
          description={texts.testAbout}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          error={wrong || undefined}
        />
        <Button type="submit" variant="light" loading={trial.isPending}>
          {texts.runTest}
        </Button>
      </form>
      {trial.error && <Problem error={trial.error} />}
      <div aria-live="polite">
        {trial.data?.items.map((item) => (
          <div key={item.question} className="both-texts">
            <Answer title={texts.old} tried={item.old} />
            <Answer title={texts.new} tried={item.new} />
          </div>
        ))}
      </div>
    </Card>
  );
}

function Answer({ title, tried: { answer, problem } }: { title: string; tried: Tried }): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <section className="answer">
      <h3>{title}</h3>
      {answer === null ? (
        <p className="note">{problem === null ? '–' : texts.problems[problem]}</p>
      ) : 'action' in answer ? (
        <>
          {answer.action !== 'answer' && <p className="note">{texts.actions[answer.action]}</p>}
          <p>{answer.text}</p>
        </>
      ) : (
        <>
          <p>{answer.wants_human ? texts.wantsHuman : (answer.intent ?? texts.noIntent)}</p>
          <p className="note">{`${Math.round(answer.confidence * 100)}%. ${answer.summary}`}</p>
        </>
      )}
    </section>
  );
}
