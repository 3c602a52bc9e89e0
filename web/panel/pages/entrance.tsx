import { Alert } from '@mantine/core';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { BrandMark } from '../design/icons.js';
import './entrance.css';

/** The page before one is in: what it is for, a note on why one is here, and a form. */
export function Entrance({
  title,
  about,
  note,
  children,
}: {
  title: string;
  about: string;
  note?: string | undefined;
  children: ReactNode;
}): ReactNode {
  useEffect(() => {
    document.title = `${title} · Estafeta`;
  }, [title]);
  return (
    <main className="entrance">
      <div className="entrance-card">
        <BrandMark />
        <h1>{title}</h1>
        <p className="note">{about}</p>
        {note && (
          <Alert color="yellow" variant="light" role="status">
            {note}
          </Alert>
        )}
        {children}
      </div>
    </main>
  );
}
