import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalGraph } from '../../playground/graph-api/local-graph.js';
import type { LocalGraph, LocalGraphOptions } from '../../playground/graph-api/local-graph.js';

/** A webhook as it was brought. */
export type Brought = { raw: string; signature: string | undefined; payload: Record<string, unknown> };

/** Somebody's callback: answers whatever it is told to, and keeps what it was brought. */
export type Callback = {
  url: string;
  brought: Brought[];
  /** The statuses to answer next with; 200 when there are none left. */
  answers: number[];
};

export type GraphOnStage = {
  graph: LocalGraph;
  root: string;
  phone_number_id: string;
  access_token: string;
  app_secret: string;
  waba_id: string;
  callback: Callback;
  /** Asks the Graph API; `path` begins after the version. */
  ask(method: string, path: string, body?: unknown, token?: string): Promise<Answered>;
  /** Posts a message to somebody, with what every message has. */
  send(to: string, message: Record<string, unknown>): Promise<Answered>;
  /** Uploads a file as multipart. */
  upload(content: string | Uint8Array<ArrayBuffer>, mime_type: string): Promise<Answered>;
  close(): Promise<void>;
};
export type Answered = { status: number; body: Record<string, unknown> };

/** A local Graph API with one number, and a callback that keeps what is brought. */
export async function serveGraph(options: LocalGraphOptions = {}): Promise<GraphOnStage> {
  const graph = await createLocalGraph({ webhookRetryMs: 30, statusDelayMs: 0, ...options });
  const root = await graph.listen();
  const { server, callback } = await serveCallback('my-verify-token');
  const [access_token, app_secret] = ['EAA-of-a-test', 'secret-of-a-test'];
  const { phone_number_id, waba_id } = graph.addNumber({
    ...{ access_token, app_secret, verify_token: 'my-verify-token', callbackUrl: callback.url },
  });
  const ask: GraphOnStage['ask'] = async (method, path, body, token = access_token) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${root}/v23.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    ...{ graph, root, phone_number_id, access_token, app_secret, waba_id, callback, ask },
    send: (to, message) =>
      ask('POST', `${phone_number_id}/messages`, {
        ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to },
        ...message,
      }),
    upload: (content, mime_type) => {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('type', mime_type);
      form.set('file', new Blob([content], { type: mime_type }), 'file');
      return ask('POST', `${phone_number_id}/media`, form);
    },
    async close() {
      await graph.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serveCallback(verify_token: string): Promise<{ server: Server; callback: Callback }> {
  const callback: Callback = { url: '', brought: [], answers: [] };
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '', callback.url).searchParams;
      const isRight = query.get('hub.verify_token') === verify_token;
      response.writeHead(isRight ? 200 : 403).end(isRight ? query.get('hub.challenge') : '');
      return;
    }
    void read(request).then((raw) => {
      const status = callback.answers.shift() ?? 200;
      const signature = request.headers['x-hub-signature-256'] as string | undefined;
      if (status === 200) callback.brought.push({ raw, signature, payload: JSON.parse(raw) as never });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  callback.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { server, callback };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** The messages, statuses or echoes a webhook brings, whatever their kind. */
export function itemsOf({ payload }: Brought): Record<string, unknown>[] {
  const { entry } = payload as { entry: { changes: { value: Record<string, unknown[]> }[] }[] };
  const values = entry.flatMap(({ changes }) => changes.map(({ value }) => value));
  return values.flatMap(({ messages = [], statuses = [], message_echoes = [] }) =>
    [...messages, ...statuses, ...message_echoes].map((item) => item as Record<string, unknown>),
  );
}
