import { readArguments } from './arguments.js';
import type { Command } from './commands.js';
import { openInstallation } from './installation.js';
import { listClients } from '../src/clients/clients.repository.js';
import type { ClientLine } from '../src/clients/clients.repository.js';
import { configOfProcess } from '../src/config.js';
import { openAlarms } from '../src/integrations/alarms.js';
import type { OpenAlarm } from '../src/integrations/alarms.js';
import { openDatabase } from '../src/shared/database.js';

/** Every client with its connections and its open handovers. */
export const clientListCommand: Command = {
  words: 'client list',
  usage: '',
  about: 'The clients, their connections and open handovers',
  async run(args) {
    readArguments(args, {}, 'client list');
    const installation = await openInstallation(configOfProcess(), { share: true });
    const db = openDatabase(installation.databaseUrl, { max: 2, applicationName: 'estafeta-client-list' });
    try {
      const clients = await listClients(db);
      const alarms = await openAlarms(db);
      console.log(
        clients.length === 0
          ? 'There is no client yet: npm run estafeta -- apply examples/coffee-point.yaml'
          : clients.map((client) => clientText(client, alarms)).join('\n'),
      );
      return 0;
    } finally {
      await db.close();
      await installation.close();
    }
  },
};

function clientText(
  { slug, name, status, open_handovers, integrations }: ClientLine,
  alarms: readonly OpenAlarm[],
): string {
  const connections = integrations.map(
    (one) =>
      `    ${one.platform_id}/${one.name}: ${one.status}${one.status_message ? ` (${one.status_message})` : ''}`,
  );
  const calls = alarms
    .filter(({ client }) => client === slug)
    .map(({ problem, since }) => `    ALARM since ${since.toISOString()}: ${problem}`);
  return [`${slug}  ${name}  ${status}  open handovers: ${open_handovers}`, ...connections, ...calls].join(
    '\n',
  );
}
