import { Badge, Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useKeyset } from '../../api/keyset.js';
import { addManager, listManagers, setManagerActive } from '../../api/managers.js';
import type { Manager } from '../../api/managers.js';
import type { Client } from '../../api/me.js';
import type { PageProps } from '../../app/pages.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { DataList } from '../../design/data-list.js';
import { fieldErrors } from '../../design/field-errors.js';
import { Card, PageHead, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** Who answers in the managers' group. */
export function ManagersPage({ client }: PageProps): ReactNode {
  const { managers: texts, shell } = useTexts();
  const [isAdding, setAdding] = useState(false);
  const mayChange = client.role !== 'viewer';
  const { pages, rows } = useKeyset({
    queryKey: ['managers', client.id],
    read: (asked) => listManagers(client.id, asked),
  });
  return (
    <>
      <PageHead title={shell.managers} about={texts.about}>
        {mayChange && <Button onClick={() => setAdding(true)}>{texts.addManager}</Button>}
      </PageHead>
      <Card>
        <DataList pages={pages} isEmpty={rows.length === 0} title={texts.none} about={texts.noneWhat}>
          {rows.map((manager) => (
            <li key={manager.id}>
              <Row manager={manager} client={client} mayChange={mayChange} />
            </li>
          ))}
        </DataList>
      </Card>
      {isAdding && <AddManager client={client} leave={() => setAdding(false)} />}
    </>
  );
}

function Row({
  manager,
  client,
  mayChange,
}: {
  manager: Manager;
  client: Client;
  mayChange: boolean;
}): ReactNode {
  const { managers: texts } = useTexts();
  const { moment } = useFormats(client.timezone);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const { id, name, username, telegram_user_id, is_active, open_handovers, last_seen_at } = manager;
  const change = useMutation({
    mutationFn: () => setManagerActive(client.id, { id, is_active: !is_active }),
    onSuccess: () => {
      setAsked(false);
      return queries.invalidateQueries({ queryKey: ['managers', client.id] });
    },
  });
  return (
    <div className="row-line">
      <div>
        <strong>{name}</strong>{' '}
        <Badge variant={is_active ? 'light' : 'default'}>{is_active ? texts.active : texts.inactive}</Badge>
        <p className="note">
          {username ? `@${username}, ${telegram_user_id}` : telegram_user_id}
          {'. '}
          {texts.lastSeen(moment(last_seen_at))}
        </p>
        {change.error && !isAsked && <Problem error={change.error} />}
      </div>
      <span>{texts.openHandovers(open_handovers)}</span>
      {mayChange && (
        <Button
          size="xs"
          variant="default"
          loading={change.isPending}
          aria-label={`${is_active ? texts.letGo : texts.takeBack}: ${name}`}
          onClick={() => (is_active ? setAsked(true) : change.mutate())}
        >
          {is_active ? texts.letGo : texts.takeBack}
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsked}
        title={texts.letGoTitle(name)}
        yes={texts.letGo}
        isPending={change.isPending}
        error={change.error}
        onYes={() => change.mutate()}
        onClose={() => setAsked(false)}
      >
        <p>{texts.letGoAbout}</p>
      </ConfirmDialog>
    </div>
  );
}

function AddManager({ client, leave }: { client: Client; leave: () => void }): ReactNode {
  const { managers: texts, editing, common } = useTexts();
  const queries = useQueryClient();
  const [typed, setTyped] = useState({ name: '', telegram_user_id: '' });
  const [isTried, setTried] = useState(false);
  const adding = useMutation({
    mutationFn: () => addManager(client.id, trimmed(typed)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['managers', client.id] });
      leave();
    },
  });
  const refused = fieldErrors(adding.error, ['name', 'telegram_user_id']);
  const { name, telegram_user_id } = trimmed(typed);
  const wrong = {
    name: name === '' ? editing.needsText : undefined,
    telegram_user_id: /^[1-9]\d{2,15}$/.test(telegram_user_id) ? undefined : texts.wrongNumber,
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!wrong.name && !wrong.telegram_user_id) adding.mutate();
  };
  const field = (of: 'name' | 'telegram_user_id') => ({
    ...{ label: texts.fields[of], description: texts.fieldAbout[of], value: typed[of] },
    error: (isTried && wrong[of]) || refused.of(of),
    onChange: (event: { currentTarget: { value: string } }) => {
      setTyped({ ...typed, [of]: event.currentTarget.value });
      adding.reset();
    },
  });
  return (
    <Modal
      opened
      onClose={leave}
      title={texts.addManager}
      centered
      lockScroll={false}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={submit} noValidate className="fields">
        <p className="note">{texts.addAbout}</p>
        {refused.rest ? <Problem error={refused.rest} /> : null}
        <TextInput {...field('name')} data-autofocus />
        <TextInput {...field('telegram_user_id')} inputMode="numeric" />
        <div className="buttons">
          <Button type="submit" loading={adding.isPending}>
            {editing.add}
          </Button>
          <Button variant="default" onClick={leave}>
            {common.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function trimmed(typed: { name: string; telegram_user_id: string }): typeof typed {
  return { name: typed.name.trim(), telegram_user_id: typed.telegram_user_id.trim() };
}
