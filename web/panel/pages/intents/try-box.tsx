import { Badge, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { tryMessage } from '../../api/intents.js';
import type { Intent, TriedMessage } from '../../api/intents.js';
import type { Client } from '../../api/me.js';
import { Link } from '../../app/navigation.js';
import { Card, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** What a customer would be told who wrote this first thing. Nobody is told anything. */
export function TryBox({ client, intents }: { client: Client; intents: Intent[] }): ReactNode {
  const { intents: texts } = useTexts();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState('');
  const trial = useMutation({ mutationFn: (text: string) => tryMessage(client.id, text) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = typed.trim();
    setWrong(text === '' ? texts.needsMessage : '');
    if (text !== '') trial.mutate(text);
  };
  return (
    <Card title={texts.tryTitle} className="try-box">
      <form onSubmit={submit} noValidate>
        <TextInput
          label={texts.message}
          description={texts.tryAbout}
          value={typed}
          maxLength={4000}
          error={wrong || undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" loading={trial.isPending}>
          {texts.tryNow}
        </Button>
      </form>
      {trial.error && <Problem error={trial.error} />}
      <div aria-live="polite">
        {trial.data && <Tried tried={trial.data} client={client} intents={intents} />}
      </div>
    </Card>
  );
}

function Tried({
  tried,
  client,
  intents,
}: {
  tried: TriedMessage;
  client: Client;
  intents: Intent[];
}): ReactNode {
  const { intents: texts, conversations } = useTexts();
  const { percent } = useFormats(client.timezone);
  const { by, intent, confidence, action, text, notice, reason } = tried;
  const known = intents.find(({ name }) => name === intent);
  return (
    <div className="tried">
      <p>
        {intent === null ? (
          texts.noIntent
        ) : known ? (
          <Link to={`/${client.slug}/intents/${known.id}`}>{intent}</Link>
        ) : (
          intent
        )}{' '}
        {confidence !== null && <span className="note">{texts.confidence(percent(confidence))}</span>}
      </p>
      <p>
        <Badge variant="light">{texts.outcomes[action]}</Badge>{' '}
        <span className="note">{reason === null ? (notice ?? '') : conversations.reason[reason]}</span>
      </p>
      {text && <blockquote>{text}</blockquote>}
      <p className="note">{texts.by[by]}</p>
    </div>
  );
}
