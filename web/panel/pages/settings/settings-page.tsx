import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SettingsForm } from './settings-form.js';
import { readSettings } from '../../api/settings.js';
import type { PageProps } from '../../app/pages.js';
import { Loading, PageHead, Problem } from '../../design/page.js';
import { useLanguage } from '../../texts/use-texts.js';
import './settings.css';

/** Everything that can be set for a client, with what it does. */
export function SettingsPage({ client }: PageProps): ReactNode {
  const { texts, language } = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', client.id, language],
    queryFn: ({ signal }) => readSettings(client.id, { language, signal }),
    placeholderData: (before) => before,
  });
  return (
    <>
      <PageHead title={texts.shell.settings} about={texts.settings.about} />
      {error && <Problem error={error} again={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <SettingsForm client={client} explained={data} />}
    </>
  );
}
