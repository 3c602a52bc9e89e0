import type { OwnNotice } from '../../api/texts.js';
import { draftOfWording, wordingOfDraft } from '../../design/wording-draft.js';
import type { WordingDraft } from '../../design/wording-draft.js';

/** What is sent as a notice. */
export const ways = ['built_in', 'own', 'nothing'] as const;
export type Way = (typeof ways)[number];

/** A notice in its form. */
export type NoticeDraft = WordingDraft & { way: Way };

/** How a notice is said. */
export function wayOf({ own, by_language }: OwnNotice): Way {
  if (own === '') return 'nothing';
  return own === null && Object.keys(by_language).length === 0 ? 'built_in' : 'own';
}

/** What stands in the form of a notice. */
export function draftOfNotice(notice: OwnNotice): NoticeDraft {
  const { own, by_language } = notice;
  return { way: wayOf(notice), ...draftOfWording({ text: own, by_language }) };
}

/** What is kept of a form: texts of one's own only where they are what is sent. */
export function noticeOfDraft({ way, ...draft }: NoticeDraft): OwnNotice {
  if (way !== 'own') return { own: way === 'nothing' ? '' : null, by_language: {} };
  const { text, by_language } = wordingOfDraft(draft);
  return { own: text, by_language };
}
