import type { ClientOnDefault, PromptInUse, PromptVersion } from './generated/api-types.js';
import type { PromptVersionWithText } from './generated/api-types.js';
import { ask } from './request.js';
import type { Answer, Page } from './routes.js';

export type { ClientOnDefault, PromptInUse, PromptVersion };
export type PromptName = PromptInUse['name'];
export type PromptWithText = PromptVersionWithText;
export type PromptTrial = Answer<'POST', '/api/clients/{client_id}/prompts/{name}/try'>;
export type TrialLine = PromptTrial['items'][number];
export type PastQuestions = Answer<'GET', '/api/clients/{client_id}/prompts/{name}/questions'>;
/** Where in a past conversation a question stands. */
export type PastPlace = { conversation_id: string; seq: number };

/** Which prompt of which client; of none: the default of the installation. */
export type Line = { client_id: string | null; name: PromptName };

/** The prompts as they are in use. */
export async function readPrompts(client_id: string | null, signal: AbortSignal): Promise<PromptInUse[]> {
  const { items } = await (client_id === null
    ? ask('GET', '/api/default-prompts', { signal })
    : ask('GET', '/api/clients/{client_id}/prompts', { path: { client_id }, signal }));
  return items;
}

/** The versions of a prompt, the newest first. */
export async function listVersions(
  { client_id, name }: Line,
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<Page<PromptVersion>> {
  const asked = { query: { after, limit: 20 }, signal };
  if (client_id === null)
    return ask('GET', '/api/default-prompts/{name}/versions', { path: { name }, ...asked });
  const path = { client_id, name };
  return ask('GET', '/api/clients/{client_id}/prompts/{name}/versions', { path, ...asked });
}

/** One version with its text. */
export async function readVersion({ client_id, name }: Line, id: string): Promise<PromptWithText> {
  if (client_id === null)
    return ask('GET', '/api/default-prompts/{name}/versions/{id}', { path: { name, id } });
  const path = { client_id, name, id };
  return ask('GET', '/api/clients/{client_id}/prompts/{name}/versions/{id}', { path });
}

/**
 * Keeps a text as a new version.
 *
 * @param body.newest_seen the newest version there was when the writer began
 * @throws ApiError `stale_edit`, with the version somebody saved meanwhile as `current`
 */
export async function saveVersion(
  { client_id, name }: Line,
  body: { text: string; newest_seen: number | null },
): Promise<PromptVersion> {
  if (client_id === null)
    return ask('POST', '/api/default-prompts/{name}/versions', { path: { name }, body });
  const path = { client_id, name };
  return ask('POST', '/api/clients/{client_id}/prompts/{name}/versions', { path, body });
}

/** @param body.active_seen the version the reader saw in use */
export async function activate(
  { client_id, name }: Line,
  body: { id: string; active_seen: string | null },
): Promise<PromptVersion> {
  if (client_id === null)
    return ask('POST', '/api/default-prompts/{name}/activate', { path: { name }, body });
  const path = { client_id, name };
  return ask('POST', '/api/clients/{client_id}/prompts/{name}/activate', { path, body });
}

/** Back to the version before. @param active_seen the version the reader saw in use */
export async function rollBack(
  { client_id, name }: Line,
  active_seen: string | null,
): Promise<PromptVersion> {
  const body = { active_seen };
  if (client_id === null)
    return ask('POST', '/api/default-prompts/{name}/roll-back', { path: { name }, body });
  const path = { client_id, name };
  return ask('POST', '/api/clients/{client_id}/prompts/{name}/roll-back', { path, body });
}

/** What customers asked in past conversations, and what a call of this prompt takes. */
export async function readQuestions(
  path: { client_id: string; name: PromptName },
  { conversation_ids, signal }: { conversation_ids: readonly string[]; signal: AbortSignal },
): Promise<PastQuestions> {
  const query = { conversation_ids: conversation_ids.join(',') };
  return ask('GET', '/api/clients/{client_id}/prompts/{name}/questions', { path, query, signal });
}

/** The clients that go by a default prompt. */
export async function readClientsOnDefault(
  name: PromptName,
  signal: AbortSignal,
): Promise<ClientOnDefault[]> {
  const { items } = await ask('GET', '/api/default-prompts/{name}/clients', { path: { name }, signal });
  return items;
}

type Asked = {
  text: string;
  /** Typed, or the place of one that was asked in a past conversation. */
  question: string | PastPlace;
  /** With whose intents and knowledge. */
  client_id: string;
  signal: AbortSignal;
};

/** Asks the model one question with the prompt in use and with a text that need not be saved. */
export async function tryText(
  { client_id, name }: Line,
  { text, question, client_id: as, signal }: Asked,
): Promise<TrialLine | undefined> {
  const asked = typeof question === 'string' ? { messages: [question] } : { questions: [question] };
  const body = { new: { text }, ...asked };
  const { items } = await (client_id === null
    ? ask('POST', '/api/default-prompts/{name}/try', {
        ...{ path: { name }, body: { ...body, client_id: as }, signal },
      })
    : ask('POST', '/api/clients/{client_id}/prompts/{name}/try', {
        path: { client_id, name },
        body,
        signal,
      }));
  return items[0];
}
