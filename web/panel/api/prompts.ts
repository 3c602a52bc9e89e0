import type { z } from 'zod';
import type { Json } from './json.js';
import { withQuery } from './query.js';
import { request } from './request.js';
import type { PromptName } from '../../../src/assistant/load-prompts.js';
import type {
  clientOnDefault,
  pastQuestions,
  promptInUse,
  promptTrial,
  promptVersion,
  promptWithText,
  versionPage,
} from '../../server/api/prompt-shapes.js';

export type { PromptName };
export type PromptInUse = Json<z.infer<typeof promptInUse>>;
export type PromptVersion = Json<z.infer<typeof promptVersion>>;
export type PromptWithText = Json<z.infer<typeof promptWithText>>;
export type PromptTrial = Json<z.infer<typeof promptTrial>>;
export type TrialLine = PromptTrial['items'][number];
export type PastQuestions = Json<z.infer<typeof pastQuestions>>;
export type ClientOnDefault = Json<z.infer<typeof clientOnDefault>>;
/** Where in a past conversation a question stands. */
export type PastPlace = { conversation_id: string; seq: number };
type VersionPage = Json<z.infer<typeof versionPage>>;

/** Which prompt of which client; of none: the default of the installation. */
export type Line = { client_id: string | null; name: PromptName };

/** The prompts as they are in use. */
export async function readPrompts(client_id: string | null, signal: AbortSignal): Promise<PromptInUse[]> {
  const { items } = (await request('GET', promptsOf(client_id), { signal })) as {
    items: PromptInUse[];
  };
  return items;
}

/** The versions of a prompt, the newest first. */
export async function listVersions(
  line: Line,
  { after, signal }: { after: string | undefined; signal: AbortSignal },
): Promise<VersionPage> {
  return (await request('GET', withQuery(`${pathOf(line)}/versions`, { after, limit: 20 }), {
    signal,
  })) as VersionPage;
}

/** One version with its text. */
export async function readVersion(line: Line, id: string): Promise<PromptWithText> {
  return (await request('GET', `${pathOf(line)}/versions/${id}`)) as PromptWithText;
}

/**
 * Keeps a text as a new version.
 *
 * @param written.newest_seen the newest version there was when the writer began
 * @throws ApiError `stale_edit`, with the version somebody saved meanwhile as `current`
 */
export async function saveVersion(
  line: Line,
  written: { text: string; newest_seen: number | null },
): Promise<PromptVersion> {
  return (await request('POST', `${pathOf(line)}/versions`, { body: written })) as PromptVersion;
}

/** @param wanted.active_seen the version the reader saw in use */
export async function activate(
  line: Line,
  wanted: { id: string; active_seen: string | null },
): Promise<PromptVersion> {
  return (await request('POST', `${pathOf(line)}/activate`, { body: wanted })) as PromptVersion;
}

/** Back to the version before. @param active_seen the version the reader saw in use */
export async function rollBack(line: Line, active_seen: string | null): Promise<PromptVersion> {
  return (await request('POST', `${pathOf(line)}/roll-back`, { body: { active_seen } })) as PromptVersion;
}

/** What customers asked in past conversations, and what a call of this prompt takes. */
export async function readQuestions(
  line: Line,
  { conversation_ids, signal }: { conversation_ids: readonly string[]; signal: AbortSignal },
): Promise<PastQuestions> {
  const path = withQuery(`${pathOf(line)}/questions`, { conversation_ids: conversation_ids.join(',') });
  return (await request('GET', path, { signal })) as PastQuestions;
}

/** The clients that go by a default prompt. */
export async function readClientsOnDefault(
  name: PromptName,
  signal: AbortSignal,
): Promise<ClientOnDefault[]> {
  const path = `${pathOf({ client_id: null, name })}/clients`;
  const { items } = (await request('GET', path, { signal })) as { items: ClientOnDefault[] };
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
  line: Line,
  { text, question, client_id, signal }: Asked,
): Promise<TrialLine | undefined> {
  const asked = typeof question === 'string' ? { messages: [question] } : { questions: [question] };
  const body = { new: { text }, ...asked, ...(line.client_id === null && { client_id }) };
  const { items } = (await request('POST', `${pathOf(line)}/try`, { body, signal })) as PromptTrial;
  return items[0];
}

function pathOf({ client_id, name }: Line): string {
  return `${promptsOf(client_id)}/${name}`;
}

function promptsOf(client_id: string | null): string {
  return client_id === null ? '/api/default-prompts' : `/api/clients/${client_id}/prompts`;
}
