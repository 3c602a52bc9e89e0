import type { ReactNode } from 'react';
import { useLive } from '../api/live.js';
import type { Client } from '../api/me.js';
import { useTexts } from '../texts/use-texts.js';
import './live-sign.css';

/** Keeps the pages of a client as they are; says so, quietly, while it can't. */
export function LiveSign({ client }: { client: Client | undefined }): ReactNode {
  const isDown = useLive(client?.id);
  const { shell } = useTexts();
  return (
    <div role="status" className="live-sign">
      {isDown && <span>{shell.reconnecting}</span>}
    </div>
  );
}
