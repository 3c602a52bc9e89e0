import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { askForLink, renewChannel, switchChannelOff, unlinkPhone } from '../../api/channels.js';
import type { Channel } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { go } from '../../app/navigation.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { Problem } from '../../design/page.js';
import { useLanguage, useTexts } from '../../texts/use-texts.js';

type Props = { channel: Channel; client: Client };
type Deed = 'switchOff' | 'unlink';

/** What can be done with a connection, as far as it makes sense now. */
export function ChannelActions({ channel, client }: Props): ReactNode {
  const { channels: texts } = useTexts();
  const [asked, setAsked] = useState<Deed | null>(null);
  const { again, tryNow } = useQuickDeeds({ channel, client });
  const { id, platform, name, link } = channel;
  const isOff = channel.status === 'disconnected';
  const isPhone = platform === 'whatsapp';
  const to = (doing: string) => (): void => go(`/${client.slug}/channels/${id}/${doing}`);
  const hidden = <span className="out-of-sight"> {name}</span>;
  return (
    <>
      {(again.error ?? tryNow.error) && <Problem error={again.error ?? tryNow.error} />}
      <div className="buttons">
        {isOff && (
          <Button
            size="xs"
            variant="light"
            loading={again.isPending}
            onClick={isPhone ? () => again.mutate() : to('keys')}
          >
            {texts.connectAgain}
            {hidden}
          </Button>
        )}
        {!isOff && link && (
          <LinkButtons state={link.state} tryNow={() => tryNow.mutate()} link={to('link')} name={name} />
        )}
        {!isOff && isLinked(channel) && (
          <Button size="xs" variant="default" onClick={() => setAsked('unlink')}>
            {texts.unlink}
            {hidden}
          </Button>
        )}
        {!isOff && !isPhone && <PageButtons channel={channel} to={to} />}
        {!isOff && !isLinked(channel) && (
          <Button size="xs" variant="default" onClick={() => setAsked('switchOff')}>
            {texts.switchOff}
            {hidden}
          </Button>
        )}
      </div>
      <Confirm asked={asked} channel={channel} client={client} close={() => setAsked(null)} />
    </>
  );
}

/** What is changed on a page of its own. */
function PageButtons({
  channel: { platform, name },
  to,
}: {
  channel: Channel;
  to: (doing: string) => () => void;
}): ReactNode {
  const { channels: texts } = useTexts();
  const hidden = <span className="out-of-sight"> {name}</span>;
  return (
    <>
      <Button size="xs" variant="default" onClick={to('keys')}>
        {texts.renew}
        {hidden}
      </Button>
      {platform === 'whatsapp_cloud' && (
        <Button size="xs" variant="default" onClick={to('template')}>
          {texts.template.button}
          {hidden}
        </Button>
      )}
    </>
  );
}

function LinkButtons({
  state,
  tryNow,
  link,
  name,
}: {
  state: NonNullable<Channel['link']>['state'];
  tryNow: () => void;
  link: () => void;
  name: string;
}): ReactNode {
  const { channels: texts } = useTexts();
  const hidden = <span className="out-of-sight"> {name}</span>;
  if (state === 'waiting' || state === 'replaced' || state === 'refused') {
    return (
      <Button size="xs" variant="light" onClick={tryNow}>
        {texts.tryNow}
        {hidden}
      </Button>
    );
  }
  if (state === 'connected' || state === 'connecting' || state === 'unlinking') return null;
  return (
    <Button size="xs" variant="light" onClick={link}>
      {state === 'logged_out' ? texts.relink : texts.link}
      {hidden}
    </Button>
  );
}

function Confirm({
  asked,
  channel,
  client,
  close,
}: Props & { asked: Deed | null; close: () => void }): ReactNode {
  const { channels: texts } = useTexts();
  const queries = useQueryClient();
  const doing = useMutation({
    mutationFn: (deed: Deed) => {
      const of = { client_id: client.id, id: channel.id };
      return deed === 'unlink' ? unlinkPhone(of) : switchChannelOff(of);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['channels', client.id] });
      close();
    },
  });
  const isUnlink = asked === 'unlink';
  return (
    <ConfirmDialog
      isOpen={asked !== null}
      title={(isUnlink ? texts.unlinkTitle : texts.switchOffTitle)(channel.name)}
      yes={isUnlink ? texts.unlink : texts.switchOff}
      isDangerous
      isPending={doing.isPending}
      error={doing.error}
      onYes={() => asked && doing.mutate(asked)}
      onClose={close}
    >
      <p>
        {isUnlink
          ? texts.unlinkAbout
          : texts.switchOffAbout(channel.open_conversations, channel.open_handovers)}
      </p>
    </ConfirmDialog>
  );
}

/** What needs no further question: a phone switched on again, a connection tried at once. */
function useQuickDeeds({ channel, client }: Props) {
  const { language } = useLanguage();
  const queries = useQueryClient();
  const of = { client_id: client.id, id: channel.id };
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['channels', client.id] });
  const again = useMutation({ mutationFn: () => renewChannel(of, {}, language), onSuccess: refresh });
  const tryNow = useMutation({ mutationFn: () => askForLink(of, { method: 'qr' }), onSettled: refresh });
  return { again, tryNow };
}

/** Whether there is a session with WhatsApp that has to be ended first. */
function isLinked({ link }: Channel): boolean {
  return link !== null && ['connecting', 'connected', 'waiting', 'replaced', 'refused'].includes(link.state);
}
