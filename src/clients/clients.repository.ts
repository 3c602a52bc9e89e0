import type { Database } from '../shared/database.js';
import type { IntegrationId } from '../shared/ids.js';

/** A client as a list shows it. */
export type ClientLine = {
  slug: string;
  name: string;
  status: string;
  open_handovers: number;
  integrations: {
    id: IntegrationId;
    platform_id: string;
    name: string;
    status: string;
    status_message: string | null;
  }[];
};

/** All clients of the installation, by slug. */
export async function listClients(db: Pick<Database, 'prisma'>): Promise<ClientLine[]> {
  const prisma = await db.prisma();
  const rows = await prisma.client.findMany({
    orderBy: { slug: 'asc' },
    select: {
      slug: true,
      name: true,
      status: true,
      integrations: {
        select: { id: true, platform_id: true, name: true, status: true, status_message: true },
        orderBy: [{ platform_id: 'asc' }, { name: 'asc' }],
      },
      _count: { select: { handovers: { where: { status: { in: ['pending', 'active'] } } } } },
    },
  });
  return rows.map(({ _count, integrations, ...client }) => ({
    ...client,
    integrations: integrations.map((one) => ({ ...one, id: one.id as IntegrationId })),
    open_handovers: _count.handovers,
  }));
}
