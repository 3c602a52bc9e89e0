import { useDeferredValue, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.js';
import { diffLines } from '../../../src/prompts/text-diff.js';

const signs = { same: ' ', removed: '−', added: '+' } as const;

/**
 * Line by line, what one text has that the other one has not.
 *
 * @param props.label what it is called where there are several
 * @param props.same what is said when there is no difference
 */
export function Difference({
  before,
  after,
  label,
  same,
}: {
  before: string;
  after: string;
  label?: string;
  same?: string;
}): ReactNode {
  const { editing: texts } = useTexts();
  const typed = useDeferredValue(after);
  const parts = useMemo(() => diffLines(before, typed), [before, typed]);
  if (parts.every(({ kind }) => kind === 'same')) return <p className="note">{same ?? texts.same}</p>;
  return (
    <div className="difference" tabIndex={0} role="region" aria-label={label ?? texts.difference}>
      {parts.flatMap(({ kind, lines }, part) =>
        lines.map((words, index) => (
          // The place is what a line is known by: the same words may stand twice.
          <div key={`${part} ${index}`} className={kind}>
            <span aria-hidden="true">{signs[kind]}</span>
            {kind !== 'same' && <span className="out-of-sight">{texts[kind]}</span>}
            <span>{words || '\u00a0'}</span>
          </div>
        )),
      )}
    </div>
  );
}
