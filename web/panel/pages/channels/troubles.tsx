import type { ReactNode } from 'react';
import type { Channel } from '../../api/channels.js';

/** What is wrong, and what to do about each. */
export function Troubles({ troubles }: Pick<Channel, 'troubles'>): ReactNode {
  return (
    <ul className="troubles">
      {troubles.map(({ problem, advice }) => (
        <li key={problem}>
          <strong>{problem}</strong> {advice}
        </li>
      ))}
    </ul>
  );
}
