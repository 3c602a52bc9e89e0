import { Badge, Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Conversation } from '../../api/reports.js';
import { useFormats } from '../../texts/formats.js';
import { useTexts } from '../../texts/use-texts.js';

/** One past conversation, to be chosen. */
export function PastRow({
  row,
  timezone,
  isChosen,
  mayChoose,
  toggle,
}: {
  row: Conversation;
  timezone: string;
  isChosen: boolean;
  /** Whether another one may be chosen. */
  mayChoose: boolean;
  toggle: () => void;
}): ReactNode {
  const { conversations: texts } = useTexts();
  const { moment } = useFormats(timezone);
  const { last_role, last_kind, last_text, handover_status: handover } = row;
  const said = last_text || (last_kind && last_kind !== 'text' ? texts.kinds[last_kind] : '');
  return (
    <Checkbox
      checked={isChosen}
      disabled={!isChosen && !mayChoose}
      onChange={toggle}
      label={
        <>
          <strong>{row.user_name ?? row.phone ?? texts.nobody}</strong>{' '}
          <span className="note">{moment(row.last_message_at)}</span>{' '}
          {handover && (
            <Badge component="span" variant="default" size="sm">
              {texts.handover[handover]}
            </Badge>
          )}
        </>
      }
      description={last_role ? `${texts.roles[last_role]}: ${said}` : said}
    />
  );
}
