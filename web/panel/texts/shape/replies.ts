import type { NoticeName } from '../../../../src/texts/shape/notices.js';
import type { NoticeValues } from '../../../../src/texts/render-notice.js';

type Way = 'built_in' | 'own' | 'nothing';

export type ReplyTexts = {
  about: string;
  kind: string;
  notices: string;
  saved: string;
  choose: string;
  ownBadge: string;
  way: string;
  ways: Record<Way, string>;
  waysAbout: Record<Way, string>;
  textAbout: string;
  length: (characters: number, most: number) => string;
  insert: string;
  placeholders: Record<keyof NoticeValues, string>;
  /** What may stand for each placeholder, to be shown. */
  samples: Required<Omit<NoticeValues, 'client_name'>>;
  preview: string;
  saysNothing: string;
  names: Record<NoticeName, { name: string; about: string }>;
};
