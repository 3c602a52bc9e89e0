import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Finding } from '../../../bots/finding.js';
import { checkNumber } from '../../../bots/whatsapp-cloud/check-number.js';
import { wantedNumbers } from '../../../bots/whatsapp-cloud/cloud-numbers.js';
import { newId, shortId } from '../../../src/shared/ids.js';
import type { IntegrationId } from '../../../src/shared/ids.js';
import { testDatabase } from '../../support/database.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';

const { database } = await testDatabase();

describe('doctor, looking at a number of the official API', () => {
  let stage: CloudStage;
  let server: FastifyInstance;
  let publicUrl: string;
  beforeAll(async () => {
    stage = await openCloudStage(database);
    const { door } = await stage.start();
    server = Fastify();
    await server.register(door);
    publicUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await stage.close();
  });

  const look = async (at: { publicUrl?: string | null; root?: string } = {}): Promise<Finding[]> => {
    const connected = [...(await wantedNumbers(database, stage.box, () => undefined)).values()];
    const [number] = connected;
    if (!number) throw new Error('there is no number');
    return checkNumber(number, { root: stage.root, version: 'v23.0', publicUrl, connected, ...at });
  };
  const wrong = async (at: Parameters<typeof look>[0] = {}): Promise<string> =>
    (await look(at))
      .filter(({ ok }) => !ok)
      .map(({ words }) => words)
      .join('\n');

  it('finds that the token works, and that the address leads here by the verify_token', async () => {
    const findings = await look();
    expect(findings.map(({ words }) => words).join('\n')).toMatch(/the token works[^]*it leads here/);
  });

  it('says that nothing comes in without a public address, or when the address leads elsewhere', async () => {
    expect(await wrong({ publicUrl: null })).toContain('PUBLIC_URL is not set');
    expect(await wrong({ publicUrl: `${publicUrl}/elsewhere` })).toContain('not as Estafeta does');
    expect(await wrong({ publicUrl: 'http://127.0.0.1:9' })).toContain("can't be reached");
  });

  it('says that Meta brings everything to a number that is connected no more', async () => {
    const { graph, phone_number_id, integration_id } = stage;
    const callback = (id: string) => graph.setCallback(phone_number_id, `${publicUrl}/whatsapp-cloud/${id}`);
    callback(shortId(newId<IntegrationId>()));
    expect(await wrong()).toContain('Meta brings its messages to another address');
    callback(shortId(integration_id));
    expect(await wrong()).toBe('');
  });

  it('says that Meta does not answer, and what to do about a token it refuses', async () => {
    expect(await wrong({ root: 'http://127.0.0.1:9' })).toContain('WHATSAPP_CLOUD_API_ROOT');
    stage.graph.expireToken(stage.phone_number_id);
    expect(await wrong()).toContain('no longer accepts the access token');
  });
});
