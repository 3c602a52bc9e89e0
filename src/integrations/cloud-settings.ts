import { z } from 'zod';
import { inForm } from '../shared/field-problem.js';

/**
 * The approved template in which a manager's words go to a customer whose last message is more than 24 hours old: its
 * body has one variable, the words. https://developers.facebook.com/docs/whatsapp/message-templates
 */
export const cloudTemplate = z.strictObject({
  name: inForm(z.string(), /^[a-z0-9_]{1,512}$/, {
    reason: 'no_template',
    message: 'must be the name of an approved template: small letters, digits and _',
  }),
  language: inForm(z.string(), /^[a-z]{2,3}(_[A-Z]{2})?$/, {
    reason: 'no_template_language',
    message: 'must be the language of the template, such as ru or en_US',
  }),
});

/** What a connection of the Cloud API is told beside its credentials; kept in `integrations.settings`. */
export const cloudSettings = z.strictObject({ template: cloudTemplate.optional() });

export type CloudTemplate = z.infer<typeof cloudTemplate>;
export type CloudSettings = z.infer<typeof cloudSettings>;
