import type { FastifyReply } from 'fastify';

/** Whoever has left so much unread is not reading any more. */
const mostUnreadBytes = 64 * 1024;

/** An answer that goes on: what happens, as it happens, until one side ends it (server-sent events). */
export class EventStream {
  readonly #raw: FastifyReply['raw'];

  /** @param left called once, however it ends */
  constructor(reply: FastifyReply, left: () => void) {
    reply.hijack();
    this.#raw = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) this.#raw.setHeader(name, value);
    this.#raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // A proxy that gathers an answer before it passes it on would never pass this one on.
      'x-accel-buffering': 'no',
    });
    this.#raw.once('close', left);
  }

  tell(event: string, data: object): void {
    this.#write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Shows that the line is alive, to proxies and to ourselves. */
  beat(): void {
    this.#write(': here\n\n');
  }

  end(): void {
    this.#raw.end();
  }

  #write(text: string): void {
    if (this.#raw.writableLength > mostUnreadBytes) this.#raw.destroy();
    else if (!this.#raw.writableEnded) this.#raw.write(text);
  }
}
