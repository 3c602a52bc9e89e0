import { Badge } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { ChannelActions } from './channel-actions.js';
import { CopyLine } from './copy-line.js';
import { Troubles } from './troubles.js';
import type { Channel } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

const colors = { pending: 'yellow', connected: 'teal', error: 'red', disconnected: 'gray' } as const;

/** One connection: how it does, since when, what to do, and what can be done with it. */
export function ChannelCard({ channel, client }: { channel: Channel; client: Client }): ReactNode {
  const { channels: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const label = useId();
  const { name, platform, status, account, link, template } = channel;
  const isOff = status === 'disconnected';
  return (
    <section className={isOff ? 'card channel off' : 'card channel'} aria-labelledby={label}>
      <h2 id={label}>
        {name} <span className="note">{texts.platforms[platform]}</span>
      </h2>
      <p className="channel-status">
        <Badge color={colors[status]} variant="light">
          {texts.statuses[status]}
        </Badge>{' '}
        <span className="note">{texts.since(moment(channel.since))}</span>
      </p>
      {(link?.phone ?? account) && <p className="channel-account">{link?.phone ?? account}</p>}
      <WhatToDo channel={channel} />
      {!isOff && channel.health && link?.phone && <Health health={channel.health} />}
      {channel.open_conversations > 0 && (
        <p className="note">{texts.open(channel.open_conversations, channel.open_handovers)}</p>
      )}
      {!isOff && platform === 'whatsapp_cloud' && (
        <p className="note">
          {template ? texts.template.used(template.name, template.language) : texts.template.none}
        </p>
      )}
      {!isOff && platform === 'whatsapp_cloud' && <CallbackUrl url={channel.webhook_url} />}
      {client.role !== 'viewer' && <ChannelActions channel={channel} client={client} />}
    </section>
  );
}

/** In words, the gravest first; what a phone's link says, where it says something. */
function WhatToDo({ channel }: { channel: Channel }): ReactNode {
  const { channels: texts } = useTexts();
  const { status, status_message, link, troubles } = channel;
  if (status === 'disconnected') return null;
  if (troubles.length > 0) return <Troubles troubles={troubles} />;
  if (link) return link.state === 'connected' ? null : <p>{link.words}</p>;
  if (status === 'connected') return null;
  return <p>{status_message ?? texts.pendingAbout}</p>;
}

function Health({ health }: { health: NonNullable<Channel['health']> }): ReactNode {
  const { channels: texts } = useTexts();
  return (
    <p className={`note channel-health ${health.state}`}>
      <strong>{texts.health[health.state]}.</strong> {texts.healthCounts(health)}
    </p>
  );
}

function CallbackUrl({ url }: { url: string | null }): ReactNode {
  const { channels: texts } = useTexts();
  return url === null ? (
    <p className="note">{texts.callbackNone}</p>
  ) : (
    <CopyLine label={texts.callbackUrl} text={url} />
  );
}
