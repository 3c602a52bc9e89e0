import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { calledBy, namedForErasure } from './called-by.js';
import { erasurePlace } from './erasure-view.js';
import type { Client } from '../../api/me.js';
import { eraseUser } from '../../api/users.js';
import type { ShownUser } from '../../api/users.js';
import { go } from '../../app/navigation.js';
import { fieldErrors } from '../../design/field-errors.js';
import { Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

/** Asks whether a user is really to be erased: their name has to be typed once more. */
export function EraseDialog({
  client,
  user,
  leave,
}: {
  client: Client;
  user: ShownUser;
  leave: () => void;
}): ReactNode {
  const { users: texts, common } = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const wanted = namedForErasure(user);
  const isMeant = typed.trim() === wanted;
  const erasing = useMutation({
    mutationFn: () => eraseUser(client.id, user.id, typed),
    onSuccess: async ({ id }) => {
      leave();
      go(erasurePlace(client.slug, id), { replaces: true });
      queries.removeQueries({ queryKey: ['user', client.id, user.id] });
      await queries.invalidateQueries({ queryKey: ['users', client.id] });
    },
  });
  const refused = fieldErrors(erasing.error, ['typed']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isMeant) erasing.mutate();
  };
  const amounts = {
    conversations: texts.conversations(user.conversation_count),
    messages: texts.messages(user.message_count),
    requests: texts.requests(user.handover_count),
  };
  return (
    <Modal
      opened
      onClose={leave}
      title={texts.eraseTitle(calledBy(user) ?? texts.nobody)}
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={submit} noValidate className="fields">
        <p>{texts.eraseWhat(amounts)}</p>
        <p className="note">{texts.eraseAbout}</p>
        {refused.rest ? <Problem error={refused.rest} /> : null}
        <TextInput
          label={texts.typeName(wanted)}
          value={typed}
          autoComplete="off"
          data-autofocus
          error={(isTried && !isMeant && texts.wrongName) || (refused.of('typed') && texts.wrongName)}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            erasing.reset();
          }}
        />
        <div className="buttons">
          <Button type="submit" className="dangerous" loading={erasing.isPending}>
            {texts.erase}
          </Button>
          <Button variant="default" onClick={leave}>
            {common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
