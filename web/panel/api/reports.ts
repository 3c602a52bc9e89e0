import type { z } from 'zod';
import type { Json } from './json.js';
import { request } from './request.js';
import { withQuery } from './query.js';
import type { ConversationFilter, ListedConversation } from '../../../src/reports/conversation-list.js';
import type { MartName } from '../../../src/reports/marts.js';
import type { managerPerformance, modelUsageShape } from '../../server/api/reports.js';
import type { Overview as OverviewOfProgram } from '../../../src/reports/overview.js';
import type { FoundMessage } from '../../../src/reports/search-messages.js';
import type { Transcript as TranscriptOfProgram } from '../../../src/reports/transcript.js';
import type { Page } from '../../../src/shared/paging.js';

export type Overview = Json<OverviewOfProgram>;
export type Conversation = Json<ListedConversation>;
export type Found = Json<FoundMessage>;
export type Transcript = Json<TranscriptOfProgram>;
export type { ConversationFilter };
type Asked = { signal: AbortSignal };

/** How a client's service goes, now and between two moments. */
export async function readOverview(
  client_id: string,
  { from, to, signal }: { from: string; to: string } & Asked,
): Promise<Overview> {
  const path = withQuery(`/api/clients/${client_id}/overview`, { from, to });
  return (await request('GET', path, { signal })) as Overview;
}

/** @param asked.after where the page before ended */
export async function listConversations(
  client_id: string,
  { filter, after, signal }: { filter: ConversationFilter; after: string | undefined } & Asked,
): Promise<Page<Conversation>> {
  const { is_handed_over: handed_over, from, to, ...narrowed } = filter;
  const path = withQuery(`/api/clients/${client_id}/conversations`, {
    ...narrowed,
    ...{ handed_over, from: from?.toISOString(), to: to?.toISOString() },
    after,
    limit: 30,
  });
  return (await request('GET', path, { signal })) as Page<Conversation>;
}

/** Messages in which the words stand. */
export async function searchMessages(
  client_id: string,
  { words, after, signal }: { words: string; after: string | undefined } & Asked,
): Promise<Page<Found>> {
  const path = withQuery(`/api/clients/${client_id}/messages`, { words, after, limit: 30 });
  return (await request('GET', path, { signal })) as Page<Found>;
}

/** The end of a conversation, or what stands above a line of it. */
export async function readTranscript(
  client_id: string,
  { id, before, signal }: { id: string; before: number | undefined } & Asked,
): Promise<Transcript> {
  const path = withQuery(`/api/clients/${client_id}/conversations/${id}`, { before, limit: 50 });
  return (await request('GET', path, { signal })) as Transcript;
}

export type ModelUsage = Json<z.infer<typeof modelUsageShape>>;
export type ManagerPerformance = Json<z.infer<typeof managerPerformance>>;
export type { MartName };
/** A row of a report by days, by its columns. */
export type MartRow = Record<string, string | number | boolean | null>;
type Period = { from: string; to: string };

/** What models were asked, by days and by purpose, and today's tokens against the limit. */
export async function readModelUsage(
  client_id: string,
  { from, to, signal }: Period & Asked,
): Promise<ModelUsage> {
  const path = withQuery(`/api/clients/${client_id}/model-usage`, { from, to });
  return (await request('GET', path, { signal })) as ModelUsage;
}

/** What became of each manager's requests of a period. */
export async function readManagers(
  client_id: string,
  { from, to, signal }: Period & Asked,
): Promise<ManagerPerformance[]> {
  const path = withQuery(`/api/clients/${client_id}/manager-performance`, { from, to });
  const { items } = (await request('GET', path, { signal })) as { items: ManagerPerformance[] };
  return items;
}

/** One report by days. */
export async function readMart(
  client_id: string,
  { report, from, to, signal }: { report: MartName } & Period & Asked,
): Promise<MartRow[]> {
  const path = withQuery(`/api/clients/${client_id}/reports/${report}`, { from, to });
  const { items } = (await request('GET', path, { signal })) as { items: MartRow[] };
  return items;
}

/** Where the same report lies as a file for a spreadsheet. */
export function csvAddress(client_id: string, { report, from, to }: { report: MartName } & Period): string {
  return withQuery(`/api/clients/${client_id}/reports/${report}/csv`, { from, to });
}
