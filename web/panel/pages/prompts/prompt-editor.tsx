import { Alert, Badge, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { PromptText } from './prompt-text.js';
import { refresh } from './refresh.js';
import { saveVersion } from '../../api/prompts.js';
import type { Line, PromptInUse, PromptWithText } from '../../api/prompts.js';
import { ApiError } from '../../api/request.js';
import { Difference } from '../../design/difference.js';
import { Card } from '../../design/page.js';
import { useFieldWords, useProblemText } from '../../design/problem-words.js';
import { StaleEdit } from '../../design/stale-edit.js';
import { useTexts } from '../../texts/use-texts.js';
import { unknownVariables } from '../../../../src/prompts/prompt-variables.js';

type Props = {
  line: Line;
  prompt: PromptInUse;
  mayChange: boolean;
  /** The trial of what stands in the editor. */
  test: (edited: { prompt: PromptInUse; text: string }) => ReactNode;
  /** What stands beside the editor, given the way to begin with another text. */
  children: (startFrom: (text: string) => void) => ReactNode;
};

/** The text, what changed in it against what is in use, and how the bot would answer with it. */
export function PromptEditor({ line, prompt, mayChange, test, children }: Props): ReactNode {
  const { prompts: texts, editing } = useTexts();
  const [text, setText] = useState(prompt.text);
  const saving = useSaving(line, prompt, setText);
  const about = texts.names[prompt.name];
  return (
    <>
      <div className="prompt-editing">
        <Card title={about.name}>
          <p className="note prompt-about">
            {about.about} <InUse line={line} prompt={prompt} />
          </p>
          <PromptText {...{ text, mayChange }} type={setText} error={saving.wrongIn(text)} />
          <Stale saving={saving} text={text} />
          <Saved version={saving.saved} />
          {mayChange && (
            <Button
              mt="md"
              loading={saving.isPending}
              disabled={saving.stale !== null}
              onClick={() => saving.save(text)}
            >
              {texts.saveVersion}
            </Button>
          )}
        </Card>
        <Card title={editing.difference}>
          <Difference before={prompt.text} after={text} same={texts.same} />
        </Card>
        {mayChange && test({ prompt, text })}
      </div>
      {children(setText)}
    </>
  );
}

function Stale({ saving, text }: { saving: ReturnType<typeof useSaving>; text: string }): ReactNode {
  const { prompts: texts } = useTexts();
  const { stale, keepMine, takeTheirs } = saving;
  if (!stale) return null;
  return (
    <StaleEdit
      fields={[{ label: texts.version(stale.version), theirs: stale.text, mine: text }]}
      words={{ title: texts.staleTitle, keep: texts.keepMine }}
      keepMine={() => keepMine(text)}
      takeTheirs={takeTheirs}
    />
  );
}

function InUse({ line, prompt: { source, version } }: { line: Line; prompt: PromptInUse }): ReactNode {
  const { prompts: texts } = useTexts();
  const whose = texts.sources[line.client_id === null && source === 'own' ? 'default' : source];
  const words = version === null ? whose : `${whose}, ${texts.version(version)}`;
  return (
    <Badge component="span" variant="light">
      {words}
    </Badge>
  );
}

function Saved({ version }: { version: number | undefined }): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <div role="status">
      {version !== undefined && (
        <Alert color="teal" variant="light" mt="md">
          {texts.saved(version)}
        </Alert>
      )}
    </div>
  );
}

/** Saving, with what may stand in its way: nothing typed, or somebody who saved meanwhile. */
function useSaving(line: Line, prompt: PromptInUse, setText: (text: string) => void) {
  const { prompts: texts } = useTexts();
  const client = useQueryClient();
  const [isTried, setTried] = useState(false);
  // The version there was when the writing began: what the page learns later is no reason to overwrite it.
  const [newest_seen, setSeen] = useState(prompt.newest_version);
  const { mutate, reset, error, data, isPending } = useMutation({
    mutationFn: (written: { text: string; newest_seen: number | null }) => saveVersion(line, written),
    onSuccess: ({ version }) => {
      setSeen(version);
      return refresh(client, line);
    },
  });
  const problem = useProblemText(error);
  const stale =
    error instanceof ApiError && error.code === 'stale_edit' ? (error.current as PromptWithText) : null;
  const { text: field } = useFieldWords(error);
  return {
    isPending,
    stale,
    saved: data?.version,
    /** An unknown variable is told as it is typed; an empty text only when it was to be saved. */
    wrongIn(text: string): string | undefined {
      const [unknown] = unknownVariables(text);
      if (unknown !== undefined) return texts.unknownVariable(unknown);
      if (isTried && text.trim() === '') return texts.needsText;
      return error && !stale ? (field ?? problem) : undefined;
    },
    save: (text: string) => {
      setTried(true);
      if (text.trim() !== '' && unknownVariables(text).length === 0) mutate({ text, newest_seen });
    },
    keepMine: (mine: string) => mutate({ text: mine, newest_seen: stale?.version ?? null }),
    takeTheirs: () => {
      if (!stale) return;
      setText(stale.text);
      setSeen(stale.version);
      reset();
      void refresh(client, line);
    },
  };
}
