import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChangeEvent, FormEvent, ReactNode } from 'react';
import { makeClient } from '../../api/clients.js';
import type { NewClient } from '../../api/clients.js';
import { go } from '../../app/navigation.js';
import { clientsQuery } from '../../app/session.js';
import { YesOrCancel } from '../../design/dialog.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Card, PageHead, Problem } from '../../design/page.js';
import { browserTimezone } from '../../texts/formats.js';
import { languageNames, useLanguage } from '../../texts/use-texts.js';

const fields = ['name', 'slug', 'language', 'timezone'] as const;
type Field = (typeof fields)[number];

/** What is asked of a new client; everything else is set up afterwards, by its list. */
export function NewClientForm({ leave }: { leave: () => void }): ReactNode {
  const { texts } = useLanguage();
  const { clients } = texts;
  const { field, submit, making } = useMaking();
  return (
    <>
      <PageHead title={clients.make} about={clients.makeAbout} />
      <Card>
        <form noValidate onSubmit={submit} className="fields">
          <TextInput label={clients.name} description={clients.nameAbout} autoFocus {...field('name')} />
          <TextInput label={clients.slug} description={clients.slugAbout} {...field('slug')} />
          <div className="field-pair">
            <NativeSelect
              label={clients.language}
              description={clients.languageAbout}
              data={Object.entries(languageNames).map(([value, label]) => ({ value, label }))}
              {...field('language')}
            />
            <NativeSelect
              label={clients.timezone}
              description={clients.timezoneAbout}
              data={timezones}
              {...field('timezone')}
            />
          </div>
          {making.rest ? <Problem error={making.rest} /> : null}
          <YesOrCancel yes={clients.makeNow} isPending={making.isPending} onCancel={leave} />
        </form>
      </Card>
    </>
  );
}

/** What is typed stays whatever comes of it; made, the client's list of first steps opens. */
function useMaking() {
  const { language, texts } = useLanguage();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<NewClient>({ name: '', slug: '', language, timezone: browserTimezone });
  const [missing, setMissing] = useState<Partial<Record<Field, string>>>({});
  const making = useMutation({
    mutationFn: makeClient,
    onSuccess: async ({ slug }) => {
      await queries.invalidateQueries({ queryKey: clientsQuery.queryKey });
      go(`/${slug}/setup`);
    },
  });
  const errors = useFieldErrors(making.error, fields);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = missingIn(typed, texts.clients);
    setMissing(found);
    if (Object.keys(found).length === 0) making.mutate(typed);
  };
  const field = (name: Field) => ({
    value: typed[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
    error: missing[name] ?? errors.of(name),
  });
  return { field, submit, making: { isPending: making.isPending, rest: errors.rest } };
}

function missingIn(
  { name, slug }: NewClient,
  texts: { needsName: string; needsSlug: string },
): Partial<Record<Field, string>> {
  return {
    ...(name.trim() === '' ? { name: texts.needsName } : {}),
    ...(/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug) ? {} : { slug: texts.needsSlug }),
  };
}

const timezones = [...new Set([browserTimezone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].toSorted();
