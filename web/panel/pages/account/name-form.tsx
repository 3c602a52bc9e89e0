import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { rename } from '../../api/account.js';
import type { Me } from '../../api/me.js';
import { meQuery } from '../../app/session.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { SaveBar } from '../../design/save-bar.js';
import { useTexts } from '../../texts/use-texts.js';

/** The name one is shown under: to other admins, and to managers one answers beside. */
export function NameForm({ me }: { me: Me }): ReactNode {
  const { account: texts, link } = useTexts();
  const queries = useQueryClient();
  const [name, setName] = useState(me.name);
  const [missing, setMissing] = useState('');
  const saving = useMutation({
    mutationFn: rename,
    onSuccess: () =>
      queries.setQueryData(meQuery.queryKey, (before) => before && { ...before, name: name.trim() }),
  });
  const errors = useFieldErrors(saving.error, ['name']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const typed = name.trim();
    setMissing(typed === '' ? link.needsName : '');
    if (typed !== '') saving.mutate(typed);
  };
  return (
    <form noValidate onSubmit={submit} className="fields">
      <TextInput
        label={link.name}
        description={texts.nameAbout}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={missing || errors.of('name')}
      />
      {errors.rest ? <Problem error={errors.rest} /> : null}
      <SaveBar isChanged={name !== me.name} isPending={saving.isPending} isSaved={saving.isSuccess} />
    </form>
  );
}
