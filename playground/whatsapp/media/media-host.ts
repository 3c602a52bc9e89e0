import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Faults } from '../faults.js';
import type { Certificate } from './certificate.js';

const LARGEST_BYTES = 200_000_000;
const KEPT_BYTES = 256_000_000;

/** Where sealed files are left and fetched: https on 127.0.0.1 with a certificate of its own. */
export class MediaHost {
  readonly #certificate: Certificate;
  readonly #faults: Faults;
  readonly #server: Server;
  readonly #files = new Map<string, Buffer>();
  #bytes = 0;
  #host = '';

  constructor(faults: Faults, certificate: Certificate) {
    this.#faults = faults;
    this.#certificate = certificate;
    this.#server = createServer(
      { key: certificate.key, cert: certificate.certificate },
      (request, response) => {
        if (request.method === 'POST') void this.#upload(request, response);
        else this.#download(request, response);
      },
    );
  }

  /** The certificate, PEM: who is to trust this host must know it. */
  get certificate(): string {
    return this.#certificate.certificate;
  }

  /** `host:port`, once it listens. */
  get host(): string {
    return this.#host;
  }

  /** Listens on any free port of 127.0.0.1; resolves with `host:port`. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this.#host;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** Returns a file as it was left here. */
  file(path: string): Buffer | undefined {
    return this.#files.get(path.split('?')[0] ?? '');
  }

  /** Leaves a file here without HTTP. */
  put(path: string, bytes: Buffer): void {
    this.#bytes += bytes.length - (this.#files.get(path)?.length ?? 0);
    this.#files.delete(path);
    this.#files.set(path, bytes);
    for (const [oldest, { length }] of this.#files) {
      if (this.#bytes <= KEPT_BYTES || oldest === path) break;
      this.#files.delete(oldest);
      this.#bytes -= length;
    }
  }

  async #upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const parts: Buffer[] = [];
    let size = 0;
    try {
      for await (const part of request as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > LARGEST_BYTES) return void response.writeHead(413).end();
        parts.push(part);
      }
    } catch {
      return;
    }
    const fault = this.#faults.take(['refuse-upload']);
    if (fault) return void response.writeHead(fault.code).end();
    this.put(path, Buffer.concat(parts));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ url: `https://${this.#host}${path}`, direct_path: path }));
  }

  #download(request: IncomingMessage, response: ServerResponse): void {
    const fault = this.#faults.take(['refuse-download']);
    const file = this.file(request.url ?? '');
    if (fault || !file) return void response.writeHead(fault?.code ?? 404).end();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) return void response.writeHead(200, { 'content-length': file.length }).end(file);
    const start = Number(range[1]);
    const end = Math.min(range[2] ? Number(range[2]) + 1 : file.length, file.length);
    if (start >= end)
      return void response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    response.writeHead(206, {
      'content-length': end - start,
      'content-range': `bytes ${start}-${end - 1}/${file.length}`,
    });
    response.end(file.subarray(start, end));
  }
}
