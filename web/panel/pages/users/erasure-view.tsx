import { Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import type { Client } from '../../api/me.js';
import { readErasure } from '../../api/users.js';
import type { Erasure } from '../../api/users.js';
import { Loading, Problem } from '../../design/page.js';
import { useTexts } from '../../texts/use-texts.js';

const refreshMs = 1_000;
/** Before the id of an erasure, where a user's id would stand in the address. */
const prefix = 'erasure-';

/** The address of what becomes of an erasure. */
export function erasurePlace(slug: string, erasure_id: string): string {
  return `/${slug}/users/${prefix}${erasure_id}`;
}

/** @returns the id of the erasure that is open, or null when it is a user */
export function erasureIn(open: string): string | null {
  return open.startsWith(prefix) ? open.slice(prefix.length) : null;
}

/** How far an erasure is, until nothing is left of the user. */
export function ErasureView({ client, id }: { client: Client; id: string }): ReactNode {
  const { users: texts } = useTexts();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['erasure', client.id, id],
    queryFn: ({ signal }) => readErasure(client.id, id, signal),
    refetchInterval: ({ state }) => (state.data?.is_done ? false : refreshMs),
  });
  const isErased = data?.erased_at != null;
  useEffect(() => {
    if (isErased) void queries.invalidateQueries({ queryKey: ['users', client.id] });
  }, [isErased, queries, client.id]);
  if (error && !data) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <div className="erasure">
      <h2>{data.is_done ? texts.erased : texts.erasing}</h2>
      <Progress value={partDone(data)} aria-label={texts.erasing} />
      <div role="status">
        <ul className="happened">
          <Steps erasure={data} />
        </ul>
      </div>
      {data.posts_refused > 0 && <p className="waits erasure-refused">{texts.groupRefused}</p>}
      {data.is_done && <p className="note">{texts.backups}</p>}
    </div>
  );
}

function Steps({ erasure }: { erasure: Erasure }): ReactNode {
  const { users: texts } = useTexts();
  const { erased_at, files, files_left, posts_left, posts_refused } = erasure;
  if (erased_at === null) return <li>{texts.rowsWait}</li>;
  const amounts = {
    conversations: texts.conversations(erasure.conversations),
    messages: texts.messages(erasure.messages),
  };
  return (
    <>
      <li>{texts.rows(amounts)}</li>
      <li>{files_left > 0 ? texts.filesLeft(files_left) : texts.files(files)}</li>
      {posts_refused === 0 && <li>{posts_left > 0 ? texts.groupLeft : texts.group}</li>}
    </>
  );
}

/** In per cent, over everything that has to be done. */
function partDone({ erased_at, files, files_left, posts, posts_left, is_done }: Erasure): number {
  if (is_done) return 100;
  if (erased_at === null) return 0;
  const all = 1 + files + Math.max(posts, posts_left);
  return Math.round(((all - files_left - posts_left) / all) * 100);
}
