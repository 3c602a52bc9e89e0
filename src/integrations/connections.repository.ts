import type { Database } from '../shared/database.js';

/** A connection that does not work, and why. */
export type BrokenConnection = { client: string; platform: string; name: string; problem: string | null };

/** Connections in error, over all clients. */
export async function brokenConnections({ prisma }: Pick<Database, 'prisma'>): Promise<BrokenConnection[]> {
  const rows = await prisma.integration.findMany({
    where: { status: 'error' },
    select: { name: true, platform_id: true, status_message: true, client: { select: { slug: true } } },
    orderBy: { updated_at: 'desc' },
    take: 100,
  });
  return rows.map(({ client, platform_id, name, status_message }) => ({
    client: client.slug,
    platform: platform_id,
    name,
    problem: status_message,
  }));
}
