import { createServer } from 'node:http';
import { tsImport } from 'tsx/esm/api';

/**
 * Before all tests: opens the door at which suites ask for PostgreSQL. One server serves the whole run and lives in this
 * process, which leads it; it is started when the first suite asks, so a run of unit tests alone starts none.
 */
export default async function setUp() {
  let server;
  const door = createServer((_request, response) => {
    server ??= start();
    server.then(
      ({ adminUrl, template }) => response.end(JSON.stringify({ adminUrl, template })),
      (error) => response.writeHead(500).end(error.stack),
    );
  });
  await new Promise((resolve) => {
    door.listen(0, '127.0.0.1', resolve);
  });
  door.unref();
  process.env.ESTAFETA_TEST_POSTGRES = `http://127.0.0.1:${door.address().port}`;
  globalThis.closeTestPostgres = async () => {
    door.close();
    door.closeAllConnections();
    await (await server?.catch(() => undefined))?.stop();
  };
}

async function start() {
  const { startTestServer } = await tsImport('./postgres-host.ts', import.meta.url);
  return startTestServer();
}
