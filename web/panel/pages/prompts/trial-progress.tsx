import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { isSame, spentOn } from './trial-words.js';
import type { TrialRun } from './use-trial.js';
import { Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** How far a trial is, how it can be called off, and what it has taken. */
export function TrialProgress({
  run,
  cancel,
  isOutdated,
  timezone,
}: {
  run: TrialRun;
  cancel: () => void;
  /** The text in the editor is another one by now. */
  isOutdated: boolean;
  timezone: string;
}): ReactNode {
  const { prompts, common } = useTexts();
  const texts = prompts.trial;
  const { cost } = useFormats(timezone);
  const results = run.rows.flatMap(({ result }) => (result ? [result] : []));
  const { calls, tokens, cost_usd } = spentOn(run.rows);
  const others = results.filter((result) => !isSame(result)).length;
  return (
    <div className="trial-progress">
      <progress value={results.length} max={run.rows.length} aria-label={prompts.test} />
      <div className="row-line">
        <div role="status">
          <strong>{texts.progress(results.length, run.rows.length)}</strong>{' '}
          {run.state === 'cancelled' && texts.cancelled} {run.state === 'done' && texts.differ(others)}
          {calls > 0 && (
            <p className="note">
              {texts.spent(calls, tokens)} {cost_usd !== null && cost(cost_usd)}
            </p>
          )}
        </div>
        {run.state === 'running' && (
          <Button variant="default" onClick={cancel}>
            {common.cancel}
          </Button>
        )}
      </div>
      {run.state === 'failed' && <Problem error={run.error} />}
      {isOutdated && (
        <Alert color="yellow" variant="light">
          {texts.outdated}
        </Alert>
      )}
    </div>
  );
}
