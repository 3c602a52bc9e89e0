import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OpenedHandover } from '../../api/handovers.js';
import type { Client } from '../../api/me.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** What stands in the way of the words: said before they are written. */
export function Obstacles({
  client,
  writing,
}: {
  client: Client;
  writing: OpenedHandover['writing'];
}): ReactNode {
  const { handovers: texts } = useTexts();
  const formats = useFormats(client.timezone);
  const said = [
    writing.is_unreachable && texts.unreachable,
    writing.connection_problem !== null && texts.connection(writing.connection_problem),
    writing.is_window_closed && texts.windowClosed,
  ].filter((one) => typeof one === 'string');
  return (
    <>
      {said.map((one) => (
        <Alert key={one} color="yellow" variant="light">
          {one}
        </Alert>
      ))}
      {writing.window_until !== null && (
        <p className="note">{texts.windowUntil(formats.moment(writing.window_until))}</p>
      )}
    </>
  );
}
