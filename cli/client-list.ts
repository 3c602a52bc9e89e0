import { readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import { listClients } from '../src/clients/clients.repository.js';
import type { ClientLine } from '../src/clients/clients.repository.js';
import { configOfProcess } from '../src/config.js';
import { openAlarms } from '../src/integrations/alarms.js';
import type { OpenAlarm } from '../src/integrations/alarms.js';
import { webhookUrl } from '../src/integrations/cloud-address.js';
import { openDatabase } from '../src/shared/database.js';

/** Every client with its connections and its open handovers. */
export async function runClientList(args: readonly string[]): Promise<number> {
  readArguments(args, {}, 'client list');
  const config = configOfProcess();
  const installation = await openInstallation(config, { share: true });
  const db = openDatabase(installation.databaseUrl, { max: 2, applicationName: 'estafeta-client-list' });
  try {
    const clients = await listClients(db);
    const alarms = await openAlarms(db);
    console.log(
      clients.length === 0
        ? 'There is no client yet: npm run estafeta -- apply examples/coffee-point.yaml'
        : clients.map((client) => clientText(client, { alarms, publicUrl: config.publicUrl })).join('\n'),
    );
    return 0;
  } finally {
    await db.close();
    await installation.close();
  }
}

function clientText(
  { slug, name, status, open_handovers, integrations }: ClientLine,
  { alarms, publicUrl = 'PUBLIC_URL' }: { alarms: readonly OpenAlarm[]; publicUrl: string | undefined },
): string {
  const connections = integrations.flatMap((one) => [
    `    ${one.platform_id}/${one.name}: ${one.status}${one.status_message ? ` (${one.status_message})` : ''}`,
    // What an admin gives to Meta: "Callback URL".
    ...(one.platform_id === 'whatsapp_cloud' ? [`      webhook: ${webhookUrl(publicUrl, one.id)}`] : []),
  ]);
  const calls = alarms
    .filter(({ client }) => client === slug)
    .map(({ problem, since }) => `    ALARM since ${since.toISOString()}: ${problem}`);
  return [`${slug}  ${name}  ${status}  open handovers: ${open_handovers}`, ...connections, ...calls].join(
    '\n',
  );
}
