import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { calledBy, namedForErasure } from './called-by.js';
import { erasurePlace } from './erasure-view.js';
import type { Client } from '../../api/me.js';
import { eraseUser } from '../../api/users.js';
import type { ShownUser } from '../../api/users.js';
import { go } from '../../app/navigation.js';
import { Dialog, YesOrCancel } from '../../design/dialog.js';
import { useFieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

type Props = { client: Client; user: ShownUser; leave: () => void };

/** Asks whether a user is really to be erased: their name has to be typed once more. */
export function EraseDialog(props: Props): ReactNode {
  const { user, leave } = props;
  const { users: texts } = useTexts();
  const { typed, type, submit, wrong, problem, isPending } = useErasing(props);
  const amounts = {
    conversations: texts.conversations(user.conversation_count),
    messages: texts.messages(user.message_count),
    requests: texts.requests(user.handover_count),
  };
  return (
    <Dialog title={texts.eraseTitle(calledBy(user) ?? texts.nobody)} onClose={leave}>
      <form onSubmit={submit} noValidate className="fields">
        <p>{texts.eraseWhat(amounts)}</p>
        <p className="note">{texts.eraseAbout}</p>
        {problem ? <Problem error={problem} /> : null}
        <TextInput
          label={texts.typeName(namedForErasure(user))}
          value={typed}
          autoComplete="off"
          data-autofocus
          error={wrong}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <YesOrCancel yes={texts.erase} isDangerous isPending={isPending} onCancel={leave} />
      </form>
    </Dialog>
  );
}

/** What was typed, and the erasing once it is what the user is called. */
function useErasing({ client, user, leave }: Props) {
  const { users: texts } = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const isMeant = typed.trim() === namedForErasure(user);
  const { mutate, reset, error, isPending } = useMutation({
    mutationFn: () => eraseUser(client.id, user.id, typed),
    onSuccess: async ({ id }) => {
      leave();
      go(erasurePlace(client.slug, id), { replaces: true });
      queries.removeQueries({ queryKey: ['user', client.id, user.id] });
      await queries.invalidateQueries({ queryKey: ['users', client.id] });
    },
  });
  const refused = useFieldErrors(error, ['typed']);
  return {
    ...{ typed, isPending, problem: refused.rest },
    wrong: (isTried && !isMeant) || refused.of('typed') ? texts.wrongName : undefined,
    type: (text: string) => {
      setTyped(text);
      reset();
    },
    submit: (event: FormEvent) => {
      event.preventDefault();
      setTried(true);
      if (isMeant) mutate();
    },
  };
}
