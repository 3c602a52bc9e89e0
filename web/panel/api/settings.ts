import type { SettingDescription } from './generated/api-types.js';
import { ask } from './request.js';
import type { Answer, Body, Query } from './routes.js';

type Settings = '/api/clients/{client_id}/settings';
/** The settings as they are, and what each of them does. */
export type ExplainedSettings = Answer<'GET', Settings>;
export type OpenedSettings = Answer<'PATCH', Settings>;
export type SettingChanges = Omit<Body<'PATCH', Settings>, 'revision'>;
export type SettingsPreview = Answer<'POST', '/api/clients/{client_id}/settings/preview'>;
export type DescribedSetting = SettingDescription;

/** @param query.language of the explanations */
export async function readSettings(
  client_id: string,
  { signal, ...query }: Query<'GET', Settings> & { signal: AbortSignal },
): Promise<ExplainedSettings> {
  return ask('GET', '/api/clients/{client_id}/settings', { path: { client_id }, query, signal });
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
  const body = { ...changes, revision };
  return ask('PATCH', '/api/clients/{client_id}/settings', { path: { client_id }, body });
}

/** What changes would do, without saving them. */
export async function previewSettings(
  client_id: string,
  changes: SettingChanges,
  signal: AbortSignal,
): Promise<SettingsPreview> {
  const path = { client_id };
  return ask('POST', '/api/clients/{client_id}/settings/preview', { path, body: changes, signal });
}
