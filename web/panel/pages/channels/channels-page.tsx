import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { AddChannel } from './add-channel.js';
import { ChannelCard } from './channel-card.js';
import { ManagersGroupCard } from './managers-group.js';
import { PhoneLinking } from './phone-linking.js';
import { RenewChannel } from './renew-channel.js';
import { TemplatePage } from './template-page.js';
import { readChannels } from '../../api/channels.js';
import type { Channel } from '../../api/channels.js';
import { go } from '../../app/navigation.js';
import type { PageProps } from '../../app/pages.js';
import { Card, Loading, PageHead, Problem, Quiet } from '../../design/page.js';
import { useLanguage, useTexts } from '../../texts/use-texts.js';
import './channels.css';

/** While something is being set up, it changes without anybody's hand. */
const settlingMs = 3_000;

/** Where customers write and managers answer: the list, adding, new keys, and linking a phone, each with its address. */
export function ChannelsPage({ client, rest }: PageProps): ReactNode {
  const { language } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['channels', client.id, language],
    queryFn: ({ signal }) => readChannels(client.id, { language, signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === 'pending') ? settlingMs : false,
  });
  const [what = '', doing = ''] = rest.split('/');
  const leave = (): void => go(`/${client.slug}/channels`);
  const one = data?.items.find(({ id }) => id === what);
  const mayChange = client.role !== 'viewer';
  if (error && !data) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  if (mayChange && what === 'new') return <AddChannel client={client} leave={leave} />;
  if (mayChange && one && doing === 'link')
    return <PhoneLinking client={client} channel={one} leave={leave} />;
  if (mayChange && one && doing === 'keys')
    return <RenewChannel client={client} channel={one} leave={leave} />;
  if (mayChange && one?.platform === 'whatsapp_cloud' && doing === 'template')
    return <TemplatePage client={client} channel={one} leave={leave} />;
  return (
    <>
      <Head mayChange={mayChange} add={() => go(`/${client.slug}/channels/new`)} />
      <ChannelList channels={data.items} client={client} />
      <ManagersGroupCard
        client={client}
        group={data.managers_group}
        hasBot={data.items.some(
          ({ platform, status }) => platform === 'telegram' && status !== 'disconnected',
        )}
      />
    </>
  );
}

function Head({ mayChange, add }: { mayChange: boolean; add: () => void }): ReactNode {
  const { channels: texts, shell } = useTexts();
  return (
    <PageHead title={shell.channels} about={texts.about}>
      {mayChange && <Button onClick={add}>{texts.add}</Button>}
    </PageHead>
  );
}

function ChannelList({ channels, client }: { channels: Channel[]; client: PageProps['client'] }): ReactNode {
  const { channels: texts } = useTexts();
  if (channels.length === 0) {
    return (
      <Card>
        <Quiet title={texts.none}>{texts.noneAbout}</Quiet>
      </Card>
    );
  }
  return (
    <ul className="channels">
      {channels.map((channel) => (
        <li key={channel.id}>
          <ChannelCard channel={channel} client={client} />
        </li>
      ))}
    </ul>
  );
}
