import type { QueryClient } from '@tanstack/react-query';
import type { Line } from '../../api/prompts.js';

/** What is shown of a prompt is asked for again. */
export async function refresh(client: QueryClient, { client_id, name }: Line): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['prompts', client_id] }),
    client.invalidateQueries({ queryKey: ['versions', client_id, name] }),
  ]);
}
