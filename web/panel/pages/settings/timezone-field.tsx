import { Select } from '@mantine/core';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { now } from '../../design/clock.js';
import { useLanguage } from '../../texts/use-texts.js';

type Props = {
  label: string;
  description: string;
  error: string | undefined;
  value: string;
  mayChange: boolean;
  choose: (zone: string) => void;
};

/** A time zone, found by a part of its name or its distance from Greenwich. */
export function TimezoneField({ value, mayChange, choose, ...words }: Props): ReactNode {
  const { texts, language } = useLanguage();
  const zones = useMemo(() => {
    const at = now();
    const known = Intl.supportedValuesOf('timeZone');
    return (known.includes(value) ? known : [value, ...known]).map((zone) => ({
      value: zone,
      label: `${zone.replaceAll('_', ' ')}, ${offsetOf(zone, language, at)}`,
    }));
  }, [language, value]);
  return (
    <Select
      {...words}
      searchable
      limit={60}
      data={zones}
      value={value}
      readOnly={!mayChange}
      allowDeselect={false}
      nothingFoundMessage={texts.editing.nothingFound}
      onChange={(zone) => zone !== null && choose(zone)}
    />
  );
}

/** `GMT+5` */
function offsetOf(timeZone: string, language: string, at: Date): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
    at,
  );
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
