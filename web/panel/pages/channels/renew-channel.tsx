import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { blankCredentials, CredentialFields, wrongFields } from './credential-fields.js';
import type { Credentials } from './credential-fields.js';
import { renewChannel } from '../../api/channels.js';
import type { Channel } from '../../api/channels.js';
import type { Client } from '../../api/me.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Card, PageHead, Problem } from '../../design/page.js';
import { useLanguage, useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; channel: Channel; leave: () => void };

/** Other keys for a connection: a token that was revoked and made anew, or one that was switched off. */
export function RenewChannel({ client, channel, leave }: Props): ReactNode {
  const { channels: texts, editing } = useTexts();
  const { platform, name } = channel;
  const [credentials, setCredentials] = useState<Credentials>(() => blankCredentials(platform));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const saving = useSaving({ client, channel, leave });
  const refused = useFieldErrors(saving.error, ['credentials']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = wrongFields(platform, credentials, texts);
    setWrong(found);
    if (Object.keys(found).length === 0) saving.mutate(credentials);
  };
  return (
    <>
      <PageHead title={texts.renewTitle(name)} about={texts.renewAbout}>
        <Button variant="default" onClick={leave}>
          {editing.back}
        </Button>
      </PageHead>
      <Card>
        <form className="fields" onSubmit={submit} noValidate>
          <CredentialFields
            {...{ platform, credentials }}
            type={setCredentials}
            errorOf={(field) => wrong[field] ?? refused.of(`credentials.${field}`)}
          />
          {refused.rest ? <Problem error={refused.rest} /> : null}
          <div className="buttons">
            <Button type="submit" loading={saving.isPending}>
              {texts.save}
            </Button>
          </div>
        </form>
      </Card>
    </>
  );
}

function useSaving({ client, channel, leave }: Props) {
  const { language } = useLanguage();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) =>
      renewChannel({ client_id: client.id, id: channel.id }, credentials, language),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['channels', client.id] });
      leave();
    },
  });
}
