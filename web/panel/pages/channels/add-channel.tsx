import { Alert, Button, Radio, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { blankCredentials, CredentialFields, wrongFields } from './credential-fields.js';
import type { Credentials } from './credential-fields.js';
import { CopyLine } from './copy-line.js';
import { addChannel } from '../../api/channels.js';
import type { Platform } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { go } from '../../app/navigation.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Card, PageHead, Problem } from '../../design/page.js';
import { useLanguage, useTexts } from '../../texts/use-texts.js';

const platforms = ['telegram', 'whatsapp', 'whatsapp_cloud'] as const satisfies readonly Platform[];
const firstNames: Record<Platform, string> = {
  telegram: 'shop-bot',
  whatsapp: 'main-number',
  whatsapp_cloud: 'official-number',
};

type Props = { client: Client; leave: () => void };

/** A new connection: which messenger, its keys, and whether the messenger takes them. */
export function AddChannel({ client, leave }: Props): ReactNode {
  const { channels: texts, editing } = useTexts();
  const [platform, setPlatform] = useState<Platform>('telegram');
  return (
    <>
      <PageHead title={texts.addTitle}>
        <Button variant="default" onClick={leave}>
          {editing.back}
        </Button>
      </PageHead>
      <Card>
        <Radio.Group label={texts.choose} value={platform} onChange={setPlatform}>
          <div className="platforms">
            {platforms.map((one) => (
              <Radio
                key={one}
                value={one}
                label={texts.platforms[one]}
                description={texts.platformAbout[one]}
              />
            ))}
          </div>
        </Radio.Group>
      </Card>
      <Form key={platform} platform={platform} client={client} leave={leave} />
    </>
  );
}

function Form({ platform, client, leave }: Props & { platform: Platform }): ReactNode {
  const { channels: texts } = useTexts();
  const [name, setName] = useState(firstNames[platform]);
  const [credentials, setCredentials] = useState<Credentials>(() => blankCredentials(platform));
  const { adding, errorOf, rest, submit } = useAdding({ platform, client, name, credentials });
  if (adding.data && platform !== 'whatsapp')
    return <Added {...{ platform, name, credentials, leave }} account={adding.data.account} />;
  return (
    <Card>
      <form className="fields" onSubmit={submit} noValidate>
        <TextInput
          label={texts.name}
          description={texts.nameAbout}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errorOf('name')}
        />
        <CredentialFields
          {...{ platform, credentials }}
          type={setCredentials}
          errorOf={(field) => errorOf(`credentials.${field}`)}
        />
        {platform === 'whatsapp' && (
          <Alert color="yellow" variant="light">
            <p>{texts.phoneAbout}</p>
            <p>{texts.unofficial}</p>
          </Alert>
        )}
        {rest ? <Problem error={rest} /> : null}
        <div className="buttons">
          <Button type="submit" loading={adding.isPending}>
            {texts.addNow[platform]}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Added(
  props: { platform: Platform; name: string; credentials: Credentials; account: string | null } & Pick<
    Props,
    'leave'
  >,
): ReactNode {
  const { channels: texts } = useTexts();
  const { platform, name, credentials, account, leave } = props;
  return (
    <Card title={texts.added(name)}>
      <div role="status">
        {account && <p>{platform === 'telegram' ? texts.addedBot(account) : account}</p>}
      </div>
      {platform === 'whatsapp_cloud' && (
        <div className="fields">
          <ol className="steps">
            {texts.cloudSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <CopyLine
            label={texts.verifyToken}
            about={texts.verifyTokenAbout}
            text={credentials['verify_token'] ?? ''}
          />
        </div>
      )}
      <div className="buttons">
        <Button onClick={leave}>{texts.linking.done}</Button>
      </div>
    </Card>
  );
}

/** What is wrong before it is sent, sending it, and what the messenger says of it. What was typed stays. */
function useAdding(of: { platform: Platform; client: Client; name: string; credentials: Credentials }) {
  const { platform, client, name, credentials } = of;
  const { channels: texts } = useTexts();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const adding = useMutation({
    mutationFn: () => addChannel(client.id, { platform, name: name.trim(), credentials }, language),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['channels', client.id] });
      if (platform === 'whatsapp') go(`/${client.slug}/channels/${id}/link`, { replaces: true });
    },
  });
  const refused = useFieldErrors(adding.error, ['name', 'credentials']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = wrongFields(platform, credentials, texts);
    const all = Object.fromEntries(
      Object.entries(found).map(([field, words]) => [`credentials.${field}`, words]),
    );
    if (name.trim() === '') all['name'] = texts.needed;
    setWrong(all);
    adding.reset();
    if (Object.keys(all).length === 0) adding.mutate();
  };
  return { adding, submit, errorOf: (path: string) => wrong[path] ?? refused.of(path), rest: refused.rest };
}
