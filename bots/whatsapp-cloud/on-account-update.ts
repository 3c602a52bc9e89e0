import type { z } from 'zod';
import { clearAlarm, raiseAlarm } from '../../src/integrations/alarms.js';
import { wantTemplates } from '../../src/integrations/cloud-templates.js';
import type { Tools } from '../../src/use-case.js';
import type { CloudNumber } from './cloud-numbers.js';
import type { Handled } from './handle-change.js';
import type { accountUpdate, templateUpdate } from './webhook-shapes.js';

/**
 * What Meta tells of the account that an owner has to look at.
 * https://developers.facebook.com/docs/whatsapp/business-management-api/webhooks/components
 */
const restrictions = new Set([
  ...['ACCOUNT_DELETED', 'ACCOUNT_RESTRICTION', 'ACCOUNT_VIOLATION', 'ACCOUNT_OFFBOARDED', 'DISABLED_UPDATE'],
  ...['PARTNER_REMOVED', 'PARTNER_APP_UNINSTALLED'],
]);
const mended = new Set(['ACCOUNT_RECONNECTED', 'PARTNER_ADDED', 'PARTNER_APP_INSTALLED']);

/** Something happened to the business's account: what its owner has to put right is an alarm. */
export async function onAccountUpdate(
  tools: Tools,
  { client_id, id }: CloudNumber,
  { event, ban_info, disconnection_info }: z.infer<typeof accountUpdate>,
): Promise<Handled> {
  const alarm = { client_id, kind: 'number_restricted', subject: id } as const;
  const isOver = ban_info?.waba_ban_state === 'REINSTATE' || mended.has(event);
  const about = { integration_id: id, event, ...ban_info, ...disconnection_info };
  if (isOver) {
    tools.logger.info(about, 'Meta tells that the account is in order');
    await clearAlarm(tools, alarm, tools.clock.now());
    return undefined;
  }
  if (!restrictions.has(event)) return { ignored: `nothing to be done about: ${event.slice(0, 60)}` };
  tools.logger.warn(about, 'Meta tells that the account is restricted');
  await raiseAlarm(tools, alarm, tools.clock.now());
  return undefined;
}

const unusable = new Set(['REJECTED', 'PAUSED', 'DISABLED', 'PENDING_DELETION', 'DELETED']);

/** A template was looked at or changed by Meta. What matters is the one that we send. */
export async function onTemplateUpdate(
  tools: Tools,
  { client_id, id, settings }: CloudNumber,
  update: z.infer<typeof templateUpdate>,
): Promise<Handled> {
  const { message_template_name: template, message_template_language: language } = update;
  const about = { integration_id: id, template, language, ...told(update) };
  const isOurs = template === settings.template?.name && language === settings.template?.language;
  await wantTemplates(tools.db, { client_id, id }, tools.clock.now());
  if (isOurs && unusable.has(update.event ?? ''))
    tools.logger.error(
      about,
      "Meta does not let the template through that managers' words are sent in after 24 hours: see WhatsApp Manager",
    );
  else tools.logger.info(about, 'Meta tells about a template');
  return undefined;
}

function told({ event, reason, new_category, new_quality_score }: z.infer<typeof templateUpdate>) {
  const said = { event, reason, new_category, new_quality_score };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
