import { z } from 'zod';
import { renderNotice } from './render-notice.js';
import type { NoticeValues } from './render-notice.js';
import { texts } from './texts.js';
import { textsByLanguage, writtenWording } from './wording-schema.js';
import type { Wording } from './wording.js';
import type { NoticeName } from './shape/notices.js';
import { because } from '../shared/field-problem.js';

type Placeholder = keyof NoticeValues;

const EVERYWHERE: readonly Placeholder[] = ['client_name', 'user_name'];

/** Every notice, with the placeholders that have a value when it is sent. */
export const noticePlaceholders: Readonly<Record<NoticeName, readonly Placeholder[]>> = {
  greeting: EVERYWHERE,
  handover_opened: EVERYWHERE,
  handover_closed_hours: [...EVERYWHERE, 'opens_at'],
  taken: [...EVERYWHERE, 'manager_name'],
  deferred: [...EVERYWHERE, 'minutes'],
  not_understood: EVERYWHERE,
  out_of_scope: EVERYWHERE,
  unsupported: EVERYWHERE,
  media: EVERYWHERE,
  resolved: [...EVERYWHERE, 'manager_name'],
  rating: [...EVERYWHERE, 'manager_name'],
  rated: EVERYWHERE,
  timeout: EVERYWHERE,
  returned: EVERYWHERE,
  model_down: EVERYWHERE,
  rate_limited: [...EVERYWHERE, 'minutes'],
};

/** All names of notices. */
export const noticeNames = Object.keys(noticePlaceholders) as readonly NoticeName[];

/** Holds a client's own notices: known names, and only placeholders that will have a value. */
export const noticesSchema = z.strictObject(
  Object.fromEntries(
    noticeNames.map((name) => [name, writtenWording(templateSchema(name)).optional()]),
  ) as Record<NoticeName, z.ZodOptional<ReturnType<typeof writtenWording>>>,
);

/** Holds the wording of one notice: as {@link noticesSchema}, and nothing by language beside a text that says nothing. */
export function noticeSchema(
  name: NoticeName,
): z.ZodType<{ own: string | null } & Pick<Wording, 'by_language'>> {
  const template = templateSchema(name);
  return z
    .strictObject({ own: template.nullable(), by_language: textsByLanguage(template) })
    .refine(({ own, by_language }) => own !== '' || Object.keys(by_language).length === 0, {
      path: ['own'],
      ...because({
        reason: 'silent_notice',
        message: 'is empty, so that nothing is said: there can be no text for a language then',
      }),
    });
}

/**
 * The text of a notice: the client's own template, else the default one of the language.
 * @param own the client's template; undefined = the default, empty = say nothing.
 */
export function noticeText(
  name: NoticeName,
  language: string,
  own: string | undefined,
  values: NoticeValues,
): string {
  return renderNotice(own ?? texts(language).notices[name], values);
}

function templateSchema(name: NoticeName): z.ZodString {
  const allowed = noticePlaceholders[name];
  return z
    .string()
    .max(1000, 'a notice may have at most 1000 characters')
    .superRefine((template, context) => {
      for (const [whole, inside] of template.matchAll(/\{([^{}]*)\}/g)) {
        if ((allowed as readonly string[]).includes(inside ?? '')) continue;
        const known = allowed.map((placeholder) => `{${placeholder}}`);
        const problem = {
          reason: 'unknown_placeholder',
          params: { name: whole, allowed: known },
          message: `${whole} is not known in the notice "${name}"; it may use ${known.join(', ')}`,
        } as const;
        context.addIssue({ code: 'custom', ...because(problem) });
      }
    });
}
