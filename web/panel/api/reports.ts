import type { Conversation, FoundMessage, ManagerPerformance } from './generated/api-types.js';
import type { ModelUsage, Overview, Transcript } from './generated/api-types.js';
import { addressOf, ask } from './request.js';
import type { Answer, Given, Page, Query } from './routes.js';

type Report = '/api/clients/{client_id}/reports/{report}';
export type { Conversation, ManagerPerformance, ModelUsage, Overview, Transcript };
export type Found = FoundMessage;
export type ConversationFilter = Omit<
  Query<'GET', '/api/clients/{client_id}/conversations'>,
  'after' | 'limit'
>;
export type MartName = Given<'GET', Report>['path']['report'];
/** A row of a report by days, by its columns. */
export type MartRow = Answer<'GET', Report>['items'][number];
type Asked = { signal: AbortSignal };
type Period = { from: string; to: string };

/** How a client's service goes, now and between two moments. */
export async function readOverview(
  client_id: string,
  { signal, ...query }: Period & Asked,
): Promise<Overview> {
  return ask('GET', '/api/clients/{client_id}/overview', { path: { client_id }, query, signal });
}

/** @param asked.after where the page before ended */
export async function listConversations(
  client_id: string,
  { filter, after, signal }: { filter: ConversationFilter; after: string | undefined } & Asked,
): Promise<Page<Conversation>> {
  const query = { ...filter, after, limit: 30 };
  return ask('GET', '/api/clients/{client_id}/conversations', { path: { client_id }, query, signal });
}

/** Messages in which the words stand. */
export async function searchMessages(
  client_id: string,
  { words, after, signal }: { words: string; after: string | undefined } & Asked,
): Promise<Page<Found>> {
  const query = { words, after, limit: 30 };
  return ask('GET', '/api/clients/{client_id}/messages', { path: { client_id }, query, signal });
}

/** The end of a conversation, or what stands above a line of it. */
export async function readTranscript(
  client_id: string,
  { id, before, signal }: { id: string; before: number | undefined } & Asked,
): Promise<Transcript> {
  const query = { before, limit: 50 };
  return ask('GET', '/api/clients/{client_id}/conversations/{id}', {
    path: { client_id, id },
    query,
    signal,
  });
}

/** Where the file of a message is had. */
export function fileAddress(client_id: string, id: string): string {
  return addressOf('/api/clients/{client_id}/messages/{id}/media', { path: { client_id, id } });
}

/** What models were asked, by days and by purpose, and today's tokens against the limit. */
export async function readModelUsage(
  client_id: string,
  { signal, ...query }: Period & Asked,
): Promise<ModelUsage> {
  return ask('GET', '/api/clients/{client_id}/model-usage', { path: { client_id }, query, signal });
}

/** What became of each manager's requests of a period. */
export async function readManagers(
  client_id: string,
  { signal, ...query }: Period & Asked,
): Promise<ManagerPerformance[]> {
  const path = { client_id };
  const { items } = await ask('GET', '/api/clients/{client_id}/manager-performance', { path, query, signal });
  return items;
}

/** One report by days. */
export async function readMart(
  client_id: string,
  { report, signal, ...query }: { report: MartName } & Period & Asked,
): Promise<MartRow[]> {
  const path = { client_id, report };
  const { items } = await ask('GET', '/api/clients/{client_id}/reports/{report}', { path, query, signal });
  return items;
}

/** Where the same report lies as a file for a spreadsheet. */
export function csvAddress(
  client_id: string,
  { report, ...query }: { report: MartName; fractions: 'point' | 'comma' } & Period,
): string {
  return addressOf('/api/clients/{client_id}/reports/{report}/csv', { path: { client_id, report }, query });
}
