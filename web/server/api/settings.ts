import { z } from 'zod';
import { whyShape } from './errors.js';
import { moment, route } from './route.js';
import { changeSettings, settingChanges } from '../../../src/clients/settings/change-settings.js';
import { previewSettings } from '../../../src/clients/settings/preview-settings.js';
import { readSettings } from '../../../src/clients/settings/read-settings.js';
import {
  describedSettings,
  settingGroups,
  settingKinds,
  settingNames,
} from '../../../src/clients/settings/setting-list.js';
import { languages } from '../../../src/texts/texts.js';

const url = '/api/clients/:client_id/settings';

/** As they are, which is not checked again: what is there is shown. */
const values = z
  .object({
    ...{ name: z.string(), language: z.string(), timezone: z.string() },
    ...{ telegram_chat_id: z.string().nullable(), has_telegram_bot_token: z.boolean() },
    ...{ owner_telegram_id: z.string().nullable(), managers_only: z.boolean() },
    topic_mode: z.enum(['handover', 'always']),
    reply_policy: z.enum(['taker', 'any_manager']),
    media_action: z.enum(['handover', 'notice', 'transcribe']),
    ...{ reminder_timeout_1: z.int(), reminder_timeout_2: z.int(), auto_close_timeout: z.int() },
    ...{ escalation_cooldown_minutes: z.int(), owner_mute_minutes: z.int(), csat_enabled: z.boolean() },
    working_hours: z.record(z.string(), z.array(z.string())).nullable(),
    handover_keywords: z.array(z.string()),
    ...{ debounce_ms: z.int(), debounce_max_ms: z.int(), max_answer_age_minutes: z.int() },
    ...{ confidence_threshold: z.number(), no_count_limit: z.int(), conversation_idle_hours: z.int() },
    daily_token_limit: z.int(),
    retention_days: z.int(),
  })
  .meta({ id: 'Settings' });

const openedSettings = z.object({
  values,
  revision: z.string().describe('To be sent back with a change: it is refused when somebody saved meanwhile'),
});

const described = z
  .object({
    name: z.enum(settingNames),
    group: z.enum(settingGroups),
    kind: z.enum(settingKinds),
    title: z.string(),
    about: z.string(),
    default: z.unknown(),
    range: z
      .object({ least: z.number(), most: z.number() })
      .nullable()
      .describe('Of a number: between which it may be'),
    choices: z.array(z.object({ value: z.string(), title: z.string() })).nullable(),
  })
  .meta({ id: 'SettingDescription' });

const dueTimes = z.object({
  reminder_1_due_at: moment.nullable(),
  reminder_2_due_at: moment.nullable(),
  auto_close_due_at: moment.nullable(),
});

const preview = z.object({
  problems: z
    .record(z.string(), z.string())
    .describe('Why it could not be saved, by field; then there is nothing else'),
  ...whyShape,
  request: dueTimes.extend({ is_open: z.boolean(), opens_at: moment.nullable() }).nullable(),
  open_handovers: z.array(
    z.object({ id: z.uuid(), user_name: z.string().nullable(), before: dueTimes, after: dueTimes }),
  ),
});

/** A client's settings: what they do, what they are, changing them. */
export const settingRoutes = [
  route({
    method: 'GET',
    url,
    role: 'viewer',
    summary: 'The settings, each with its explanation and its default',
    query: z.object({ language: z.enum(languages as [string, ...string[]]).default('en') }),
    response: openedSettings.extend({ settings: z.array(described) }),
    async handler({ app, params, query }) {
      const opened = await readSettings(app.db, params.client_id);
      return { ...opened, settings: describedSettings(query.language) };
    },
  }),
  route({
    method: 'PATCH',
    url,
    role: 'admin',
    summary: 'Change settings; what is left out stays. Open requests follow at once',
    body: settingChanges.extend({ revision: z.string() }),
    response: openedSettings,
    async handler({ app, params, body, caller }) {
      const by = { actor: caller.actor, now: app.clock.now(), box: app.sealedBox };
      const { revision, ...changes } = body;
      return app.db.transaction((tx) => changeSettings(tx, { ...params, revision, changes, ...by }));
    },
  }),
  route({
    method: 'POST',
    url: `${url}/preview`,
    role: 'admin',
    summary: 'When reminders and closing would be due with these changes; nothing is saved',
    body: settingChanges.extend({
      at: z.coerce.date().optional().describe('The moment of an imagined request; now unless told'),
    }),
    response: preview,
    async handler({ app, params, body }) {
      const now = app.clock.now();
      const { at = now, ...changes } = body;
      return previewSettings(app.db, { ...params, changes, at, now });
    },
  }),
];
