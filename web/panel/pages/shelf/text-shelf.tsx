import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { TextEditor } from './text-editor.js';
import { useKeyset } from '../../api/keyset.js';
import type { Client } from '../../api/me.js';
import { listTexts, readText } from '../../api/texts.js';
import type { TextShelf as Shelf } from '../../api/texts.js';
import { go, Link } from '../../app/navigation.js';
import { DataList } from '../../design/data-list.js';
import { Loading, Problem, Quiet } from '../../design/page.js';
import { Sides } from '../../design/sides.js';
import type { ShelfTexts } from '../../texts/shape/shelf.js';
import { useTexts } from '../../texts/use-texts.js';

const forNew = 'new';
const typingMs = 300;

export type ShelfProps = {
  client: Client;
  shelf: Shelf;
  /** Where the shelf is, below the client: `knowledge`. */
  at: string;
  /** Which text is open, from the address. */
  open: string;
  texts: ShelfTexts;
};

/** The texts a client keeps under names: looked for, written, changed, taken away. */
export function TextShelf(props: ShelfProps): ReactNode {
  const { client, at, open, texts } = props;
  const place = `/${client.slug}/${at}`;
  const mayChange = client.role !== 'viewer';
  return (
    <Sides
      isOpen={open !== ''}
      back={place}
      list={
        <>
          {mayChange && (
            <Button fullWidth mb="md" variant="light" onClick={() => go(`${place}/${forNew}`)}>
              {texts.addOne}
            </Button>
          )}
          <Names {...props} />
        </>
      }
    >
      {open === '' ? (
        <Quiet>{texts.choose}</Quiet>
      ) : open === forNew ? (
        mayChange && <TextEditor key={forNew} {...props} opened={null} mayChange />
      ) : (
        <Opened key={open} {...props} mayChange={mayChange} />
      )}
    </Sides>
  );
}

function Names({ client, shelf, at, open, texts }: ShelfProps): ReactNode {
  const { editing } = useTexts();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed.trim(), typingMs);
  const { pages, rows } = useKeyset({
    queryKey: ['texts', client.id, shelf, words],
    read: (asked) => listTexts(client.id, shelf, { words, ...asked }),
  });
  return (
    <>
      <TextInput
        type="search"
        label={editing.find}
        description={texts.findAbout}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <DataList
        pages={pages}
        isEmpty={rows.length === 0}
        title={words === '' ? texts.none : editing.nothingFound}
        {...(words === '' ? { about: texts.noneWhat } : {})}
        className="choices"
      >
        {rows.map(({ id, name, excerpt }) => (
          <li key={id}>
            <Link to={`/${client.slug}/${at}/${id}`} aria-current={id === open ? 'true' : undefined}>
              <span className="choice-name">{name}</span>
              <span className="note choice-about">{excerpt}</span>
            </Link>
          </li>
        ))}
      </DataList>
    </>
  );
}

function Opened(props: ShelfProps & { mayChange: boolean }): ReactNode {
  const { client, shelf, open } = props;
  const { data, error, refetch } = useQuery({
    queryKey: ['text', client.id, shelf, open],
    queryFn: ({ signal }) => readText(client.id, shelf, { id: open, signal }),
  });
  if (error && !data) return <Problem error={error} again={() => void refetch()} />;
  return data ? <TextEditor {...props} opened={data} /> : <Loading />;
}
