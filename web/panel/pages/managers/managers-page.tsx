import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { AddManager } from './add-manager.js';
import { OnePerson } from './one-person.js';
import { useKeyset } from '../../api/keyset.js';
import { listManagers, setManagerActive } from '../../api/managers.js';
import type { Manager } from '../../api/managers.js';
import type { Client } from '../../api/me.js';
import type { PageProps } from '../../app/pages.js';
import { meQuery } from '../../app/session.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { DataList } from '../../design/data-list.js';
import { Card, PageHead, Problem } from '../../design/page.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** Who answers in the managers' group, in the panel, or in both. */
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

type RowProps = { manager: Manager; client: Client; mayChange: boolean };

function Row({ manager, client, mayChange }: RowProps): ReactNode {
  const { managers: texts } = useTexts();
  const places = usePlaces(manager);
  const { moment } = useFormats(client.timezone);
  const { name, is_active, open_handovers, last_seen_at } = manager;
  return (
    <div className="row-line">
      <div>
        <strong>{name}</strong>{' '}
        <Badge variant={is_active ? 'light' : 'default'}>{is_active ? texts.active : texts.inactive}</Badge>
        <p className="note">{[...places, texts.lastSeen(moment(last_seen_at))].join('. ')}</p>
      </div>
      <span>{texts.openHandovers(open_handovers)}</span>
      {mayChange && <OnePerson manager={manager} client={client} />}
      {mayChange && <Activity manager={manager} client={client} />}
    </div>
  );
}

/** Where they answer, and as whom. */
function usePlaces({ telegram_user_id, username, admin_id, admin_name }: Manager): string[] {
  const { managers: texts } = useTexts();
  const { data: me } = useQuery(meQuery);
  if (telegram_user_id === null) return [texts.panelOnly];
  const inGroup = username ? `@${username}, ${telegram_user_id}` : telegram_user_id;
  if (admin_id === null) return [inGroup];
  return [inGroup, texts.inPanel(admin_id === me?.id ? texts.you(me.name) : admin_name)];
}

/** Lets a manager go, after asking, or takes them back. */
function Activity({ manager: { id, name, is_active }, client }: Omit<RowProps, 'mayChange'>): ReactNode {
  const { managers: texts } = useTexts();
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const change = useMutation({
    mutationFn: () => setManagerActive(client.id, { id, is_active: !is_active }),
    onSuccess: () => {
      setAsked(false);
      return queries.invalidateQueries({ queryKey: ['managers', client.id] });
    },
  });
  const deed = is_active ? texts.letGo : texts.takeBack;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={change.isPending}
        aria-label={`${deed}: ${name}`}
        onClick={() => (is_active ? setAsked(true) : change.mutate())}
      >
        {deed}
      </Button>
      {change.error && !isAsked && <Problem error={change.error} />}
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
    </>
  );
}
