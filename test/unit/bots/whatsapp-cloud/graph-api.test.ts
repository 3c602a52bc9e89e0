import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { GraphApi, GraphError } from '../../../../bots/whatsapp-cloud/graph-api.js';

describe('what Meta answers', () => {
  let server: FastifyInstance;
  let graph: GraphApi;
  let answer: { status: number; body: unknown; retryAfter?: string };
  beforeAll(async () => {
    server = Fastify();
    server.post('/v23.0/1098/messages', async (_request, reply) => {
      if (answer.retryAfter !== undefined) reply.header('retry-after', answer.retryAfter);
      return reply.code(answer.status).send(answer.body);
    });
    const root = await server.listen({ host: '127.0.0.1', port: 0 });
    const access = { root, version: 'v23.0', access_token: 'EAA', phone_number_id: '1098' };
    graph = new GraphApi(access, new AbortController().signal);
  });
  afterAll(() => server.close());
  const refused = async (given: typeof answer): Promise<GraphError> => {
    answer = given;
    const error: unknown = await graph.send({}).catch((thrown: unknown) => thrown);
    if (!(error instanceof GraphError)) throw new Error('it was not refused');
    return error;
  };

  it('is read with its code, its subcode and when to come back', async () => {
    const error = { message: 'm', code: 190, error_subcode: 463, error_data: { details: 'expired' } };
    expect(await refused({ status: 401, body: { error }, retryAfter: '7' })).toMatchObject({
      ...{ status: 401, code: 190, subcode: 463, description: 'expired', retry_after_ms: 7_000 },
    });
  });

  it('never brings a token or somebody’s number into the log', async () => {
    const message = `Malformed access token EAA${'x1Y'.repeat(30)} for +7 (701) 000-00-01, code 131047`;
    const { description } = await refused({ status: 400, body: { error: { message, code: 190 } } });
    expect(description).toBe('Malformed access token … for …, code 131047');
  });

  it('is an error too when it is no JSON', async () => {
    expect(await refused({ status: 502, body: 'bad gateway' })).toMatchObject({ status: 502, code: null });
  });

  it('may take a message without naming it', async () => {
    answer = { status: 200, body: {} };
    expect(await graph.send({})).toBeNull();
    answer = { status: 200, body: { messages: [{ id: 'wamid.1' }] } };
    expect(await graph.send({})).toBe('wamid.1');
  });
});
