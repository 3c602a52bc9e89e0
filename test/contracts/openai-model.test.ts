import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { z } from 'zod';
import type { ModelError } from '../../src/assistant/model.js';
import { openAiModel, openAiSpeechModel } from '../../src/assistant/openai-model.js';

const schema = z.object({
  intent: z.enum(['hours', 'menu']).nullable(),
  confidence: z.number().min(0).max(1),
});
const good = { intent: 'hours' as const, confidence: 0.8 };

let service: LLMock;

beforeAll(async () => {
  service = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  await service.start();
});
beforeEach(() => {
  service.clearFixtures().clearRequests();
});
afterAll(() => service.stop());

const ask = (
  baseUrl = `${service.url}/v1`,
  { timeoutMs = 2_000, signal = new AbortController().signal } = {},
) =>
  openAiModel({ apiKey: 'sk-test', baseUrl, model: 'gpt-4.1-mini', timeoutMs }).complete({
    purpose: 'classify',
    system: 'Sort this.',
    messages: [{ role: 'user', content: 'when do you open?' }],
    schema,
    schemaName: 'classification',
    signal,
  });

/** What the call failed with. */
const failureOf = async (call: Promise<unknown>): Promise<Partial<ModelError>> => {
  const error = await call.then(
    () => undefined,
    (thrown: ModelError) => thrown,
  );
  expect(error).toMatchObject({ name: 'ModelError' });
  return error!;
};

const answers = (content: string, more: object = {}): void => {
  service.on({ userMessage: /./ }, { content, ...more });
};
const fails = (status: number, code: string | undefined, more: object = {}): void => {
  service.on({ userMessage: /./ }, { status, error: { message: 'no', ...(code && { code }) }, ...more });
};

describe('The model behind the OpenAI protocol', () => {
  it('is asked for an answer by a strict schema and gives it, checked, with what it cost', async () => {
    answers(JSON.stringify(good), { usage: { prompt_tokens: 40, completion_tokens: 9 } });
    expect(await ask()).toMatchObject({ value: good, tokens_in: 40, tokens_out: 9 });
    expect(service.getLastRequest()?.body).toMatchObject({
      model: 'gpt-4.1-mini',
      messages: [
        { role: 'system', content: 'Sort this.' },
        { role: 'user', content: 'when do you open?' },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'classification',
          strict: true,
          schema: { type: 'object', additionalProperties: false, required: ['intent', 'confidence'] },
        },
      },
    });
  });

  it.each([
    ['is no JSON', '{"intent": "hours", conf', {}],
    ['misses a field', '{"intent":"hours"}', {}],
    ['names an intent that there is not', '{"intent":"refund","confidence":1}', {}],
    ['was cut off', JSON.stringify(good), { finishReason: 'length' }],
    ['is empty', '', {}],
  ])('fails as off the schema when the answer %s', async (_what, content, more) => {
    answers(content, more);
    const failure = await failureOf(ask());
    expect(failure.outcome).toBe('off_schema');
    expect(failure.message).not.toContain('refund');
  });

  it.each([
    [429, 'rate_limit_exceeded', 'rate_limited'],
    [429, 'insufficient_quota', 'rejected'],
    [500, undefined, 'server_error'],
    [503, undefined, 'server_error'],
    [400, 'context_length_exceeded', 'rejected'],
    [401, 'invalid_api_key', 'rejected'],
    [404, 'model_not_found', 'rejected'],
  ])('fails with status %s (%s) as %s, after one try', async (status, code, outcome) => {
    fails(status, code);
    expect(await failureOf(ask())).toMatchObject({ outcome });
    expect(service.getRequests()).toHaveLength(1);
  });

  it.each([
    [401, 'invalid_api_key', true],
    [402, undefined, true],
    [403, undefined, true],
    [404, 'model_not_found', true],
    [429, 'insufficient_quota', true],
    [400, 'context_length_exceeded', false],
    [422, undefined, false],
  ])('with status %s (%s) tells whether any other request would fare better', async (status, code, all) => {
    fails(status, code);
    expect(await failureOf(ask())).toMatchObject({ outcome: 'rejected', isMisconfigured: all });
  });

  it('tells what of the question was cheap, for it had been asked a moment ago', async () => {
    const answer = {
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify(good) } },
      ],
      usage: { prompt_tokens: 40, completion_tokens: 9, prompt_tokens_details: { cached_tokens: 30 } },
    };
    const caching = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => caching.once('listening', resolve));
    const { port } = caching.address() as AddressInfo;
    expect(await ask(`http://127.0.0.1:${port}/v1`)).toMatchObject({ tokens_in: 40, tokens_cached: 30 });
    caching.closeAllConnections();
    await new Promise((resolve) => caching.close(resolve));
  });

  it('tells how long the service asks to wait', async () => {
    fails(429, 'rate_limit_exceeded', { retryAfter: 7 });
    expect(await failureOf(ask())).toMatchObject({ outcome: 'rate_limited', retryAfterMs: 7_000 });
  });

  it('gives up when no answer comes in time', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    service.on({ userMessage: /./ }, async () => {
      await held;
      return { content: JSON.stringify(good) };
    });
    expect(await failureOf(ask(undefined, { timeoutMs: 50 }))).toMatchObject({ outcome: 'timeout' });
    release();
  });

  it('gives up when the answer begins and never ends', async () => {
    const hanging = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices":');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => hanging.once('listening', resolve));
    const { port } = hanging.address() as AddressInfo;
    expect(await failureOf(ask(`http://127.0.0.1:${port}/v1`, { timeoutMs: 50 }))).toMatchObject({
      outcome: 'timeout',
    });
    hanging.closeAllConnections();
    await new Promise((resolve) => hanging.close(resolve));
  });

  it('fails as a network error when nobody is there', async () => {
    expect(await failureOf(ask('http://127.0.0.1:1/v1'))).toMatchObject({ outcome: 'network_error' });
  });

  it('fails as a network error when the connection breaks off', async () => {
    const breaking = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => breaking.once('listening', resolve));
    const { port } = breaking.address() as AddressInfo;
    expect(await failureOf(ask(`http://127.0.0.1:${port}/v1`))).toMatchObject({ outcome: 'network_error' });
    await new Promise((resolve) => breaking.close(resolve));
  });
});

describe('The model that hears, behind the OpenAI protocol', () => {
  const recording = { path: join(tmpdir(), `estafeta-hears-${process.pid}.oga`), file_name: 'voice.ogg' };
  beforeAll(() => writeFile(recording.path, Buffer.from('OggS and so on')));
  afterAll(() => rm(recording.path, { force: true }));

  const hear = (baseUrl = `${service.url}/v1`, timeoutMs = 2_000) =>
    openAiSpeechModel({ apiKey: 'sk-test', baseUrl, model: 'gpt-4o-mini-transcribe', timeoutMs }).transcribe(
      recording,
      new AbortController().signal,
    );
  const says = (text: string): void => {
    service.on({ endpoint: 'transcription' }, { transcription: { text } });
  };

  it('writes down what is said, without the space around it', async () => {
    says(' когда вы открываетесь? ');
    expect(await hear()).toMatchObject({ value: 'когда вы открываетесь?', model: 'gpt-4o-mini-transcribe' });
    expect(service.getLastRequest()).toMatchObject({
      path: '/v1/audio/transcriptions',
      body: { model: 'gpt-4o-mini-transcribe' },
    });
  });

  it('tells what it cost, where the service says so, and gives the file under its name', async () => {
    let asked = '';
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => (asked += chunk.toString('latin1')));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        const usage = { type: 'tokens', input_tokens: 30, output_tokens: 7, total_tokens: 37 };
        response.end(JSON.stringify({ text: 'да', usage }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      expect(await hear(`http://127.0.0.1:${port}`)).toMatchObject({
        ...{ value: 'да', tokens_in: 30, tokens_out: 7 },
      });
      expect(asked).toContain('filename="voice.ogg"');
      expect(asked).toContain('OggS and so on');
    } finally {
      server.close();
    }
  });

  it.each([
    [500, 'server_error'],
    [429, 'rate_limited'],
    [400, 'rejected'],
  ])('fails with %i as what that is: %s', async (status, outcome) => {
    service.on({ endpoint: 'transcription' }, { status, error: { message: 'no' } });
    expect(await failureOf(hear())).toMatchObject({ outcome });
  });

  it('is given up when it says nothing for too long', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      expect(await failureOf(hear(`http://127.0.0.1:${port}`, 200))).toMatchObject({ outcome: 'timeout' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('that a service does not have is said to be misconfigured', async () => {
    service.on({ endpoint: 'transcription' }, { status: 404, error: { message: 'no such model' } });
    expect(await failureOf(hear())).toMatchObject({ outcome: 'rejected', isMisconfigured: true });
  });
});
