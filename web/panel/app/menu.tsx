import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { Link } from './navigation.js';
import { clientMenu, installationMenu, pagesOf } from './pages.js';
import type { PageName } from './pages.js';
import { ownPlace } from './place.js';
import type { Client, Me } from '../api/me.js';
import { Icon } from '../design/icons.js';
import type { GroupName } from '../texts/shape/shell.js';
import { useTexts } from '../texts/use-texts.js';
import { isAtLeast } from '../../../src/admins/roles.js';

type Entry = { name: PageName; preload: () => void };

export type MenuProps = {
  me: Me;
  /** The client whose pages it leads to; none where there are no clients. */
  client: Client | undefined;
  /** Where the reader is: the client's slug or {@link ownPlace}, and the page's name. */
  at: { slug: string; name: string };
};

/** The pages one may read, in groups. What holds none is not shown. */
export function Menu({ me, client, at }: MenuProps): ReactNode {
  const { shell } = useTexts();
  const nav = useRef<HTMLElement>(null);
  // The menu is longer than most windows: the page one is at is in sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [at.slug, at.name, client?.slug]);
  return (
    <nav className="nav" aria-label={shell.pages} ref={nav}>
      {client &&
        Object.entries(clientMenu).map(([group, pages]) => (
          <Group
            key={group}
            name={group as GroupName}
            entries={pagesOf(pages)
              .filter(([, { least, isListed }]) => isAtLeast(client.role, least) && isListed(client))
              .map(([name, { preload }]) => ({ name, preload }))}
            place={client.slug}
            at={at}
          />
        ))}
      {me.is_superadmin && (
        <Group
          name="installation"
          entries={pagesOf(installationMenu).map(([name, { preload }]) => ({ name, preload }))}
          place={ownPlace}
          at={at}
        />
      )}
    </nav>
  );
}

function Group({
  name,
  entries,
  place,
  at,
}: {
  name: GroupName;
  entries: Entry[];
  place: string;
  at: MenuProps['at'];
}): ReactNode {
  const { shell } = useTexts();
  const heading = useId();
  if (entries.length === 0) return null;
  return (
    <div role="group" aria-labelledby={heading}>
      <h2 id={heading}>{shell.groups[name]}</h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.name}>
            <Link
              to={`/${place}/${entry.name}`}
              aria-current={at.slug === place && at.name === entry.name ? 'page' : undefined}
              onFocus={entry.preload}
              onPointerEnter={entry.preload}
            >
              <Icon name={entry.name} />
              <span>{shell[entry.name]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
