import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { CopyLine } from './copy-line.js';
import { Troubles } from './troubles.js';
import { makeConnectCode } from '../../api/channels.js';
import type { ManagersGroup } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { Card, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = {
  client: Client;
  group: ManagersGroup;
  /** Whether there is a bot that can be added to a group. */
  hasBot: boolean;
};

/** Where managers answer, what is wrong with it, and the steps to connect one. */
export function ManagersGroupCard({ client, group, hasBot }: Props): ReactNode {
  const { channels: texts } = useTexts();
  const { telegram_chat_id: chat, is_forum, troubles, has_bot } = group;
  const kind = is_forum === null ? texts.group.notLooked : is_forum ? texts.group.forum : texts.group.noForum;
  return (
    <Card title={texts.group.title} className="managers-group">
      <p>{chat === null ? texts.group.none : `${texts.group.connected(chat)} ${kind}`}</p>
      {troubles.length > 0 && <Troubles troubles={troubles} />}
      {client.role !== 'viewer' &&
        (hasBot || has_bot ? (
          <Connecting client={client} isConnected={chat !== null} />
        ) : (
          <p className="note">{texts.group.noBot}</p>
        ))}
    </Card>
  );
}

function Connecting({ client, isConnected }: { client: Client; isConnected: boolean }): ReactNode {
  const { channels: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const making = useMutation({ mutationFn: () => makeConnectCode(client.id) });
  return (
    <>
      {making.error && <Problem error={making.error} />}
      {making.data ? (
        <div className="fields" role="status">
          <ol className="steps">
            {texts.group.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <CopyLine
            label={texts.group.send}
            text={`/connect ${making.data.code}`}
            about={texts.group.goodUntil(moment(making.data.expires_at))}
          />
        </div>
      ) : (
        <div className="buttons">
          <Button variant="light" size="xs" loading={making.isPending} onClick={() => making.mutate()}>
            {isConnected ? texts.group.anotherGroup : texts.group.getCode}
          </Button>
        </div>
      )}
    </>
  );
}
