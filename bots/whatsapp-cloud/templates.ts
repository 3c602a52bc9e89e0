import { z } from 'zod';
import type { MessageTemplate } from '../../src/integrations/cloud-templates.js';

/**
 * What is read of a template.
 * https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates
 */
const component = z.looseObject({
  type: z.string(),
  format: z.string().optional(),
  text: z.string().optional(),
  buttons: z
    .array(z.looseObject({ type: z.string(), url: z.string().optional() }))
    .optional()
    .catch([{ type: 'UNKNOWN' }]),
});
const template = z.looseObject({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().catch(''),
  parameter_format: z.string().catch('POSITIONAL'),
  components: z.array(component).catch([]),
});

type GivenTemplate = z.infer<typeof template>;

/** A page of an account's templates. */
export const templatesBody = z.looseObject({
  data: z.array(template),
  paging: z
    .looseObject({ cursors: z.looseObject({ after: z.string() }), next: z.string().optional() })
    .optional()
    .catch(undefined),
});

/** What is asked for of each. */
export const templateFields = 'name,language,status,category,parameter_format,components';

/** Those that Meta has approved, by name, and whether a manager's words can go out in each. */
export function approvedIn(given: readonly GivenTemplate[]): MessageTemplate[] {
  return given
    .filter(({ status }) => status === 'APPROVED')
    .map(asShown)
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

function asShown(given: GivenTemplate): MessageTemplate {
  const { name, language, components } = given;
  const body = components.find(({ type }) => type === 'BODY')?.text ?? '';
  return { name, language, body, is_usable: hasOnePlace(body) && needsNothingElse(given) };
}

function hasOnePlace(body: string): boolean {
  const places = new Set(body.match(/\{\{[^{}]*\}\}/g));
  return places.size === 1 && places.has('{{1}}');
}

/** Codes, pictures and buttons with an address of their own would have to be filled too. */
function needsNothingElse({ category, parameter_format, components }: GivenTemplate): boolean {
  if (category === 'AUTHENTICATION' || parameter_format !== 'POSITIONAL') return false;
  return components.every(({ type, format, text = '', buttons = [] }) => {
    switch (type) {
      case 'BODY':
      case 'FOOTER':
        return true;
      case 'HEADER':
        return format === 'TEXT' && !text.includes('{{');
      case 'BUTTONS':
        return buttons.every(isPlainButton);
      default:
        return false;
    }
  });
}

function isPlainButton({ type, url = '' }: { type: string; url?: string | undefined }): boolean {
  return ['QUICK_REPLY', 'PHONE_NUMBER', 'URL'].includes(type) && !url.includes('{{');
}
