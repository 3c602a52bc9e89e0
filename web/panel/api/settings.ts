import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { SettingChanges } from '../../../src/clients/settings/change-settings.js';
import type { SettingsPreview as PreviewOfProgram } from '../../../src/clients/settings/preview-settings.js';
import type { OpenedSettings } from '../../../src/clients/settings/read-settings.js';
import type { DescribedSetting } from '../../../src/clients/settings/setting-list.js';

export type { DescribedSetting, OpenedSettings, SettingChanges };
export type SettingsPreview = Json<PreviewOfProgram>;
/** The settings as they are, and what each of them does. */
export type ExplainedSettings = OpenedSettings & { settings: DescribedSetting[] };

/** @param asked.language of the explanations */
export async function readSettings(
  client_id: string,
  { language, signal }: { language: string; signal: AbortSignal },
): Promise<ExplainedSettings> {
  return (await request('GET', withQuery(pathOf(client_id), { language }), { signal })) as ExplainedSettings;
}

/**
 * @param revision of the settings as they were opened
 * @throws ApiError `stale_edit` with the settings somebody saved meanwhile as `current`; `fields_invalid`
 */
export async function saveSettings(
  client_id: string,
  revision: string,
  changes: SettingChanges,
): Promise<OpenedSettings> {
  return (await request('PATCH', pathOf(client_id), { body: { ...changes, revision } })) as OpenedSettings;
}

/** What changes would do, without saving them. */
export async function previewSettings(
  client_id: string,
  changes: SettingChanges,
  signal: AbortSignal,
): Promise<SettingsPreview> {
  const path = `${pathOf(client_id)}/preview`;
  return (await request('POST', path, { body: changes, signal })) as SettingsPreview;
}

function pathOf(client_id: string): string {
  return `/api/clients/${client_id}/settings`;
}
