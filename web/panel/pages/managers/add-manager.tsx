import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { addManager } from '../../api/managers.js';
import type { Client } from '../../api/me.js';
import { Dialog, YesOrCancel } from '../../design/dialog.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

const names = ['name', 'telegram_user_id'] as const;
type Typed = Record<(typeof names)[number], string>;

/** Makes somebody known before their first press in the group. */
export function AddManager({ client, leave }: { client: Client; leave: () => void }): ReactNode {
  const { managers: texts, editing } = useTexts();
  const { field, submit, rest, isPending } = useAdding(client, leave);
  return (
    <Dialog title={texts.addManager} onClose={leave}>
      <form onSubmit={submit} noValidate className="fields">
        <p className="note">{texts.addAbout}</p>
        {rest ? <Problem error={rest} /> : null}
        <TextInput {...field('name')} data-autofocus />
        <TextInput {...field('telegram_user_id')} inputMode="numeric" />
        <YesOrCancel yes={editing.add} isPending={isPending} onCancel={leave} />
      </form>
    </Dialog>
  );
}

function useAdding(client: Client, done: () => void) {
  const { managers: texts, editing } = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Typed>({ name: '', telegram_user_id: '' });
  const [isTried, setTried] = useState(false);
  const given = { name: typed.name.trim(), telegram_user_id: typed.telegram_user_id.trim() };
  const adding = useMutation({
    mutationFn: () => addManager(client.id, given),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['managers', client.id] });
      done();
    },
  });
  const refused = useFieldErrors(adding.error, names);
  const wrong = {
    name: given.name === '' ? editing.needsText : undefined,
    telegram_user_id: /^[1-9]\d{2,15}$/.test(given.telegram_user_id) ? undefined : texts.wrongNumber,
  };
  return {
    isPending: adding.isPending,
    rest: refused.rest,
    submit(event: FormEvent) {
      event.preventDefault();
      setTried(true);
      if (!wrong.name && !wrong.telegram_user_id) adding.mutate();
    },
    field: (of: keyof Typed) => ({
      ...{ label: texts.fields[of], description: texts.fieldAbout[of], value: typed[of] },
      error: (isTried && wrong[of]) || refused.of(of),
      onChange: (event: { currentTarget: { value: string } }) => {
        setTyped({ ...typed, [of]: event.currentTarget.value });
        adding.reset();
      },
    }),
  };
}
