import { z } from 'zod';
import { moment } from './route.js';
import { cloudSettings, cloudTemplate } from '../../../src/integrations/cloud-settings.js';
import { idSchema } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { languages } from '../../../src/texts/texts.js';

/** How connections look from outside. */
export const channelId = z.object({ id: idSchema<IntegrationId>() });
export const inLanguage = z.object({ language: z.enum(languages as [string, ...string[]]).default('en') });

const platform = z.enum(['telegram', 'whatsapp', 'whatsapp_cloud']);
const linkState = z.enum([
  'unlinked',
  'asked',
  'showing',
  'pairing',
  'connecting',
  'connected',
  'waiting',
  'replaced',
  'refused',
  'logged_out',
  'unlinking',
]);
const troubles = z.array(z.object({ problem: z.string(), advice: z.string(), since: moment }));

export const channel = z
  .object({
    id: z.uuid(),
    platform,
    name: z.string(),
    status: z.enum(['pending', 'connected', 'error', 'disconnected']),
    status_message: z.string().nullable().describe('Why it does not work, or is not set up yet'),
    account: z.string().nullable().describe('How it calls itself at the messenger, where somebody asked'),
    template: cloudTemplate
      .nullable()
      .describe('whatsapp_cloud: in which template a manager’s words go out after 24 hours; null: in none'),
    since: moment.describe('Since when it stands so'),
    open_conversations: z
      .int()
      .describe('What goes on over it; it stays when the connection is switched off'),
    open_handovers: z.int(),
    webhook_url: z
      .string()
      .nullable()
      .describe('whatsapp_cloud: what Meta is given as callback URL; null: PUBLIC_URL is not set'),
    link: z.object({ state: linkState, phone: z.string().nullable(), words: z.string() }).nullable(),
    health: z
      .object({
        state: z.enum(['fine', 'no_new_contacts', 'at_risk']),
        first_contacts: z.int(),
        not_delivered: z.int(),
        disconnects: z.int(),
      })
      .nullable()
      .describe('Of a linked phone, within a day'),
    troubles: troubles.describe('What needs its owner’s hand'),
  })
  .meta({ id: 'Channel' });

export const managersGroup = z
  .object({
    telegram_chat_id: z.string().nullable(),
    has_bot: z.boolean(),
    is_forum: z.boolean().nullable(),
    troubles,
  })
  .meta({ id: 'ManagersGroup' });

/** Each platform's credentials are checked by the use case, as in a client file. */
const credentials = z
  .record(z.string(), z.unknown())
  .default({})
  .describe('telegram: bot_token; whatsapp_cloud: access_token, phone_number_id, app_secret, verify_token');

export const newChannel = z.object({
  platform,
  name: z.string(),
  credentials,
  settings: cloudSettings.optional().describe('whatsapp_cloud only'),
});
export const newCredentials = z.object({ credentials, settings: cloudSettings.optional() });

const ofTemplate = z.object({ template: cloudTemplate.nullable().describe('null: none') });
export const newTemplate = ofTemplate.extend({
  seen: cloudTemplate.nullable().describe('What it was when it was opened: a change made since is not lost'),
});
export const keptTemplate = ofTemplate
  .extend({
    is_checked: z
      .boolean()
      .describe('Whether Meta’s list says that it is good; false where there is no list'),
  })
  .meta({ id: 'KeptTemplate' });

export const listedTemplates = z
  .object({
    problem: z
      .enum(['account_unknown', 'not_read', 'refused'])
      .nullable()
      .describe(
        'Why there is no list: nothing has come for the number yet; it was not read yet; the token may not see it',
      ),
    items: z.array(
      z.object({
        name: z.string(),
        language: z.string(),
        body: z.string().describe('With its places: {{1}}'),
        is_usable: z.boolean().describe('Whether {{1}} in the body is all there is to fill in'),
      }),
    ),
  })
  .meta({ id: 'MessageTemplates' });

export const toLink = z.object({
  method: z.enum(['qr', 'code']),
  phone: z.string().optional().describe('For a code: the number it is typed on'),
});

export const shownLink = z
  .object({
    state: linkState,
    phone: z.string().nullable(),
    qr: z
      .object({ size: z.int(), path: z.string() })
      .nullable()
      .describe('The QR code as one SVG path in a field of size by size'),
    code: z.string().nullable().describe('The code to type'),
    shown_until: moment.nullable(),
    words: z.string().describe('Where it stands and what to do next'),
  })
  .meta({ id: 'PhoneLink' });
