import { Badge, Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { refresh } from './refresh.js';
import { activate, listVersions, readVersion, rollBack } from '../../api/prompts.js';
import type { Line, PromptInUse, PromptVersion } from '../../api/prompts.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Card, Loading, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  line: Line;
  prompt: PromptInUse;
  mayChange: boolean;
  timezone: string;
  startFrom: (text: string) => void;
};

/** All versions, the newest first: which is in use, another one to be activated, the one before to go back to. */
export function VersionList({ line, prompt, mayChange, timezone, startFrom }: Props): ReactNode {
  const { prompts: texts, common } = useTexts();
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { versions, change, opening } = useVersions({
    line,
    prompt,
    startFrom,
    settled: () => setWanted(null),
  });
  const rows = versions.data?.pages.flatMap(({ items }) => items) ?? [];
  const problem = versions.error ?? change.error ?? opening.error;
  return (
    <Card title={texts.versions} className="versions">
      {problem && <Problem error={problem} />}
      {mayChange && prompt.rolls_back_to && <RollBack to={prompt.rolls_back_to} want={setWanted} />}
      {versions.isPending && <Loading />}
      {versions.data && rows.length === 0 && <p className="note">{texts.noVersions}</p>}
      <ul>
        {rows.map((version) => (
          <Version
            key={version.id}
            {...{ version, mayChange, timezone }}
            want={() => setWanted({ ...version, isRollBack: false })}
            open={() => opening.mutate(version.id)}
          />
        ))}
      </ul>
      {versions.hasNextPage && (
        <Button variant="default" fullWidth onClick={() => void versions.fetchNextPage()}>
          {common.more}
        </Button>
      )}
      <Confirm
        wanted={wanted}
        isPending={change.isPending}
        leave={() => setWanted(null)}
        go={(one) => change.mutate(one)}
      />
    </Card>
  );
}

/** The versions read page by page, a change of which one is in use, and the opening of one in the editor. */
function useVersions({
  line,
  prompt,
  startFrom,
  settled,
}: Pick<Props, 'line' | 'prompt' | 'startFrom'> & { settled: () => void }) {
  const client = useQueryClient();
  const active_seen = activeId(prompt);
  const versions = useInfiniteQuery({
    queryKey: ['versions', line.client_id, line.name],
    queryFn: ({ pageParam: after, signal }) => listVersions(line, { after, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const change = useMutation({
    mutationFn: ({ id, isRollBack }: Wanted) =>
      isRollBack ? rollBack(line, active_seen) : activate(line, { id, active_seen }),
    onSettled: () => {
      settled();
      return refresh(client, line);
    },
  });
  const opening = useMutation({
    mutationFn: (id: string) => readVersion(line, id),
    onSuccess: ({ text }) => startFrom(text),
  });
  return { versions, change, opening };
}

type Wanted = { id: string; version: number; isRollBack: boolean };

function RollBack({
  to,
  want,
}: {
  to: { id: string; version: number };
  want: (wanted: Wanted) => void;
}): ReactNode {
  const { prompts: texts } = useTexts();
  return (
    <Button variant="light" fullWidth mb="md" onClick={() => want({ ...to, isRollBack: true })}>
      {texts.rollBack(to.version)}
    </Button>
  );
}

function Version({
  version: { version, is_active, created_by, created_at },
  mayChange,
  timezone,
  want,
  open,
}: {
  version: PromptVersion;
  mayChange: boolean;
  timezone: string;
  want: () => void;
  open: () => void;
}): ReactNode {
  const { prompts: texts } = useTexts();
  const { moment } = useFormats(timezone);
  return (
    <li>
      <div>
        <strong>{texts.version(version)}</strong> {is_active && <Badge variant="light">{texts.inUse}</Badge>}
      </div>
      <p className="note">{created_by ? texts.by(created_by, moment(created_at)) : moment(created_at)}</p>
      <div className="buttons">
        {mayChange && !is_active && (
          <Button size="xs" variant="light" onClick={want}>
            {texts.activate}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={open}>
          {texts.startFrom}
        </Button>
      </div>
    </li>
  );
}

function Confirm({
  wanted,
  isPending,
  leave,
  go,
}: {
  wanted: Wanted | null;
  isPending: boolean;
  leave: () => void;
  go: (wanted: Wanted) => void;
}): ReactNode {
  const { prompts: texts } = useTexts();
  const { isRollBack = false, version = 0 } = wanted ?? {};
  return (
    <ConfirmDialog
      isOpen={wanted !== null}
      title={isRollBack ? texts.rollBack(version) : texts.activateTitle(version)}
      yes={isRollBack ? texts.rollBackNow : texts.activate}
      isPending={isPending}
      onYes={() => wanted && go(wanted)}
      onClose={leave}
    >
      <p>{isRollBack ? texts.rollBackAbout : texts.activateAbout}</p>
    </ConfirmDialog>
  );
}

/** The version of the client's own that is in use; a default of the installation is none of its own. */
function activeId({ source, id }: PromptInUse): string | null {
  return source === 'own' ? id : null;
}
