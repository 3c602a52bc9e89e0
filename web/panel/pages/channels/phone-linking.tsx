import { Alert, Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { LinkCode } from './link-code.js';
import { askForLink, readLink, unlinkPhone } from '../../api/channels.js';
import type { Channel, PhoneLink } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Card, Loading, PageHead, Problem } from '../../design/page.js';
import { useLanguage, useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; channel: Channel; leave: () => void };
type Method = 'qr' | 'code';

/** Somebody stands there with the phone in the hand: each code lives for some twenty seconds. */
const lookMs = 1_000;
const underWay: readonly PhoneLink['state'][] = ['asked', 'showing', 'pairing', 'connecting', 'unlinking'];

/** A phone is linked: the code as it changes, how long it is good, what to do with it, and where it stands. */
export function PhoneLinking({ client, channel, leave }: Props): ReactNode {
  const { channels: texts, editing } = useTexts();
  const { language } = useLanguage();
  const [method, setMethod] = useState<Method>('qr');
  const queries = useQueryClient();
  const of = { client_id: client.id, id: channel.id };
  const { data: link, error } = useQuery({
    queryKey: ['whatsapp-link', client.id, channel.id, language],
    queryFn: ({ signal }) => readLink(of, { language, signal }),
    refetchInterval: ({ state }) => (state.data && underWay.includes(state.data.state) ? lookMs : false),
  });
  const isLinked = link?.state === 'connected';
  useEffect(() => {
    if (isLinked) void queries.invalidateQueries({ queryKey: ['channels', client.id] });
  }, [client.id, isLinked, queries]);
  return (
    <>
      <PageHead title={texts.linking.title(channel.name)}>
        <Button variant="default" onClick={leave}>
          {editing.back}
        </Button>
      </PageHead>
      <Card className="linking">
        {error && <Problem error={error} />}
        {!link && !error && <Loading />}
        {link && !isLinked && <Steps {...{ link, method, setMethod, of }} />}
        <div role="status" className="link-words">
          {link && isLinked && (
            <Alert color="teal" variant="light">
              {texts.linking.linked(link.phone ?? '')}
            </Alert>
          )}
          {link && !isLinked && <p>{link.words}</p>}
        </div>
        {isLinked && (
          <div className="buttons">
            <Button onClick={leave}>{texts.linking.done}</Button>
          </div>
        )}
      </Card>
    </>
  );
}

type StepsProps = {
  link: PhoneLink;
  method: Method;
  setMethod: (method: Method) => void;
  of: { client_id: string; id: string };
};

function Steps({ link, method, setMethod, of }: StepsProps): ReactNode {
  const { channels: texts } = useTexts();
  const isAsked = link.state === 'asked' || link.state === 'showing';
  const shown: Method = link.code !== null ? 'code' : link.qr !== null ? 'qr' : method;
  const isOver = !underWay.includes(link.state);
  return (
    <>
      {isOver && (
        <SegmentedControl
          aria-label={texts.linking.method}
          value={method}
          onChange={setMethod}
          data={[
            { value: 'qr', label: texts.linking.byQr },
            { value: 'code', label: texts.linking.byCode },
          ]}
        />
      )}
      <ol className="steps">
        {(shown === 'qr' ? texts.linking.stepsQr : texts.linking.stepsCode).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {isOver && <Ask {...{ link, method, of }} />}
      {isAsked && <LinkCode link={link} method={shown} />}
      {isAsked && <Stop of={of} />}
    </>
  );
}

function Ask({ link, method, of }: Omit<StepsProps, 'setMethod'>): ReactNode {
  const { channels: texts } = useTexts();
  const [phone, setPhone] = useState(link.phone ?? '');
  const asking = useLinkChange(of, () => askForLink(of, { method, ...(method === 'code' ? { phone } : {}) }));
  const refused = useFieldErrors(asking.error, ['phone']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    asking.mutate();
  };
  return (
    <form className="fields" onSubmit={submit} noValidate>
      {method === 'code' && (
        <TextInput
          label={texts.linking.phone}
          description={texts.linking.phoneAbout}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={refused.of('phone') && texts.linking.phoneAbout}
        />
      )}
      {refused.rest ? <Problem error={refused.rest} /> : null}
      <div className="buttons">
        <Button type="submit" loading={asking.isPending}>
          {link.state === 'unlinked' && link.phone === null ? texts.linking.show : texts.linking.again}
        </Button>
      </div>
    </form>
  );
}

function Stop({ of }: Pick<StepsProps, 'of'>): ReactNode {
  const { channels: texts } = useTexts();
  const stopping = useLinkChange(of, () => unlinkPhone(of));
  return (
    <div className="buttons">
      <Button variant="default" loading={stopping.isPending} onClick={() => stopping.mutate()}>
        {texts.linking.stop}
      </Button>
    </div>
  );
}

function useLinkChange(of: StepsProps['of'], change: () => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: ['whatsapp-link', of.client_id, of.id] }),
  });
}
