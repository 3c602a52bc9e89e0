import { Alert, Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { assign, doTo } from '../../api/handovers.js';
import type { Colleague, Deed, OneHandover, OpenedHandover } from '../../api/handovers.js';
import { ApiError } from '../../api/request.js';
import { Dialog } from '../../design/dialog.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

type Wish = { deed: Deed } | { to: string };
type Doing = UseMutationResult<OpenedHandover, Error, Wish>;
type Props = { one: OneHandover; request: OpenedHandover; colleagues: readonly Colleague[] };

/** What the buttons of the card in the group do. */
export function Deeds({ one, request, colleagues }: Props): ReactNode {
  const { handovers: texts } = useTexts();
  const [isHanding, setIsHanding] = useState(false);
  const doing = useDeed(one, () => setIsHanding(false));
  const wishes = (deed: Deed): { loading: boolean; onClick: () => void } => ({
    loading: doing.isPending && 'deed' in doing.variables && doing.variables.deed === deed,
    onClick: () => doing.mutate({ deed }),
  });
  const isActive = request.status === 'active';
  return (
    <div className="deeds">
      {!isActive && <Button {...wishes('take')}>{texts.take}</Button>}
      {isActive && !request.is_mine && (
        <Button onClick={() => doing.mutate({ to: 'me' })}>{texts.takeOver}</Button>
      )}
      <Button variant="default" {...wishes('resolve')}>
        {texts.resolve}
      </Button>
      <Button variant="default" {...wishes('return-to-bot')}>
        {texts.toBot}
      </Button>
      <Button variant="default" onClick={() => setIsHanding(true)}>
        {texts.handOn}
      </Button>
      <TooLate error={doing.error} request={request} />
      <HandOn
        isOpen={isHanding}
        {...{ request, colleagues, doing }}
        onClose={() => {
          doing.reset();
          setIsHanding(false);
        }}
      />
    </div>
  );
}

function useDeed(one: OneHandover, onDone: () => void): Doing {
  const queries = useQueryClient();
  const key = ['handover', one.client_id, one.id];
  return useMutation({
    mutationFn: async (wish: Wish) => ('to' in wish ? assign(one, wish.to) : doTo(one, wish.deed)),
    onSuccess: (request) => {
      queries.setQueryData(key, request);
      onDone();
    },
    // Also when somebody was first: what stands there is old.
    onSettled: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: key }),
        queries.invalidateQueries({ queryKey: ['handovers', one.client_id] }),
        queries.invalidateQueries({ queryKey: ['transcript', one.client_id] }),
      ]);
    },
  });
}

/** That somebody was first, and who; or what else went wrong. */
export function TooLate({ error, request }: { error: unknown; request: OpenedHandover }): ReactNode {
  const { handovers: texts } = useTexts();
  if (!error) return null;
  const said = saidOf(error, { request, texts });
  if (said === null) return <Problem error={error} />;
  return (
    <Alert color="yellow" variant="light" role="alert" className="problem">
      {said}
    </Alert>
  );
}

function saidOf(
  error: unknown,
  { request, texts }: { request: OpenedHandover; texts: ReturnType<typeof useTexts>['handovers'] },
): string | null {
  switch (error instanceof ApiError ? error.code : '') {
    case 'taken_by_other':
    case 'already_open':
      return texts.somebodyWas(request.assigned_to_name ?? '');
    case 'already_yours':
      return texts.isYours;
    case 'already_ended':
    case 'not_open':
      return texts.hasEnded;
    case 'already_in_queue':
      return texts.isInQueue;
    case 'not_taken':
      return texts.takeFirst;
    case 'no_group':
      return texts.noGroup;
    default:
      return null;
  }
}

type HandOnProps = Omit<Props, 'one'> & { isOpen: boolean; doing: Doing; onClose: () => void };

/** To whom, or back to the queue. */
function HandOn({ isOpen, request, colleagues, doing, onClose }: HandOnProps): ReactNode {
  const { handovers: texts } = useTexts();
  const others = colleagues.filter(({ id }) => id !== request.manager_id);
  const [chosen, choose] = useState('');
  const to = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '');
  return (
    <Dialog isOpen={isOpen} title={texts.handOnTitle} onClose={onClose}>
      {others.length > 0 && (
        <NativeSelect
          label={texts.toWhom}
          value={to}
          onChange={(event) => choose(event.currentTarget.value)}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <TooLate error={doing.error} request={request} />
      <div className="buttons">
        {others.length > 0 && (
          <Button loading={doing.isPending} onClick={() => doing.mutate({ to })}>
            {texts.hand}
          </Button>
        )}
        {request.status === 'active' && (
          <Button variant="default" onClick={() => doing.mutate({ deed: 'to-queue' })}>
            {texts.toQueue}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
