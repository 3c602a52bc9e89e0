import { Alert, Button, Loader } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useProblemText } from './problem-words.js';
import { useTexts } from '../texts/use-texts.js';

/** The head of a page: what it is, in the window's title too, and what can be done on it. */
export function PageHead({
  title,
  about,
  children,
}: {
  title: string;
  about?: string;
  children?: ReactNode;
}): ReactNode {
  useEffect(() => {
    document.title = `${title} · Estafeta`;
  }, [title]);
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children && <div className="actions">{children}</div>}
      {about && <p className="about">{about}</p>}
    </div>
  );
}

export function Card({
  title,
  children,
  className = '',
}: {
  title?: string;
  children: ReactNode;
  className?: string;
}): ReactNode {
  return (
    <section className={`card ${className}`}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** Where something will stand: nothing there yet, or nothing there at all. It keeps its room, so that nothing jumps. */
export function Quiet({ title, children }: { title?: string; children?: ReactNode }): ReactNode {
  return (
    <div className="quiet-state">
      {title && <strong>{title}</strong>}
      {children}
    </div>
  );
}

export function Loading(): ReactNode {
  const { common } = useTexts();
  return (
    <div className="quiet-state" role="status" aria-label={common.loading}>
      <Loader size="sm" />
    </div>
  );
}

/** What went wrong, in words, and another try where there is one. */
export function Problem({ error, again }: { error: unknown; again?: () => void }): ReactNode {
  const { common } = useTexts();
  return (
    <Alert color="red" variant="light" role="alert" className="problem">
      <p>{useProblemText(error)}</p>
      {again && (
        <Button variant="default" size="xs" mt="sm" onClick={again}>
          {common.retry}
        </Button>
      )}
    </Alert>
  );
}
