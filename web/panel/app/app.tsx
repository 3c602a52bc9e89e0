import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { usePlace } from './navigation.js';
import { meQuery } from './session.js';
import { Shell } from './shell.js';
import type { Me } from '../api/me.js';
import { Loading, Problem } from '../design/page.js';
import { LinkPage } from '../pages/link.js';
import { SignIn } from '../pages/sign-in.js';

/** The panel: signing in, and the pages for whoever has. A session that ends hides the page, and leaves it as it was. */
export function App(): ReactNode {
  const client = useQueryClient();
  const { data: me, error, refetch } = useQuery(meQuery);
  const { path } = usePlace();
  const [reader, setReader] = useState<Me | null>(null);
  useEffect(() => {
    if (!me || me.id === reader?.id) return;
    // Somebody else signed in: nothing of the one before may stay on the page.
    if (reader) client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
    setReader(me);
  }, [client, me, reader]);
  if (me === undefined) return error ? <Problem error={error} again={() => void refetch()} /> : <Loading />;
  if (path === '/link') return <LinkPage me={me} />;
  const isEnded = me === null;
  return (
    <>
      {isEnded && <SignIn wasSignedIn={reader !== null} />}
      {reader && (
        <div hidden={isEnded}>
          <Shell key={reader.id} me={reader} />
        </div>
      )}
    </>
  );
}
