import type { FastifyPluginAsync } from 'fastify';
import { monotonicMs } from '../../src/shared/clock.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { SealedBox } from '../../src/shared/sealed-box.js';
import type { Tools } from '../../src/use-case.js';
import { numberAt } from './cloud-numbers.js';
import type { CloudNumber } from './cloud-numbers.js';
import { handleWebhook } from './handle-webhook.js';
import type { WebhookContext } from './handle-webhook.js';
import { isSame } from '../same-secret.js';
import { isSigned } from './signature.js';

export type DoorOptions = WebhookContext & { sealedBox: SealedBox };

/** Meta's webhooks have 3 MB at most. https://developers.facebook.com/docs/whatsapp/cloud-api/guides/set-up-webhooks */
const bodyLimit = 3_500_000;
const longestChallenge = 1_000;
const complainEveryMs = msOfSeconds(60);

type Path = { Params: { path: string } };

/**
 * The door through which Meta brings what happens to numbers: `/whatsapp-cloud/<address>`, which Meta first looks at
 * (GET) and then writes to (POST). What comes is stored when it is answered with 200; with the database away it is
 * answered with 503, and Meta comes again for days. Every process may open it, for any number.
 */
export function cloudDoor(options: DoorOptions): FastifyPluginAsync {
  const complain = complainer(options.tools);
  const find = (path: string): Promise<CloudNumber | null> =>
    numberAt(options.tools.db, options.sealedBox, path);
  return async (server) => {
    server.removeAllContentTypeParsers();
    // The bytes as they came are what is signed.
    server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    server.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
      const { statusCode = 503 } = error;
      if (statusCode >= 500)
        complain('a webhook of WhatsApp could not be stored; Meta brings it again', error);
      return reply.code(statusCode >= 400 && statusCode < 500 ? statusCode : 503).send();
    });
    server.get<Path & { Querystring: Record<string, unknown> }>(
      '/whatsapp-cloud/:path',
      async ({ params, query }, reply) => {
        const number = await find(params.path);
        if (!number) return reply.code(404).send();
        const challenge = challengeOf(query, number);
        if (challenge === null) {
          complain('the address of a number was looked at without its verify_token', null);
          return reply.code(403).send();
        }
        // Back as it came, as text: nothing in it is for a browser.
        return reply.type('text/plain').header('x-content-type-options', 'nosniff').send(challenge);
      },
    );
    server.post<Path & { Body: Buffer | null }>('/whatsapp-cloud/:path', async (request, reply) => {
      const { params, headers, body } = request;
      const number = await find(params.path);
      if (!number) {
        complain('a webhook of WhatsApp came to an address that no number has', null);
        return reply.code(404).send();
      }
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      if (!isSigned(bytes, headers['x-hub-signature-256'], number.credentials.app_secret)) {
        complain('a webhook of WhatsApp came without a right signature: check app_secret', null);
        return reply.code(401).send();
      }
      await handleWebhook(options, number, bytes.toString('utf8'));
      return reply.code(200).send();
    });
  };
}

/** What Meta wants to have back; null when whoever asks does not know the number's word. */
function challengeOf(query: Record<string, unknown>, { credentials }: CloudNumber): string | null {
  const challenge = query['hub.challenge'];
  if (query['hub.mode'] !== 'subscribe' || typeof challenge !== 'string') return null;
  const isKnown = isSame(query['hub.verify_token'], credentials.verify_token);
  return isKnown ? challenge.slice(0, longestChallenge) : null;
}

/** Once a minute each: the door stands open to the internet, and the log must not be flooded through it. */
function complainer({ logger }: Tools): (words: string, err: unknown) => void {
  const complaints = new Map<string, { count: number; quietUntil: number }>();
  return (words, err) => {
    const now = monotonicMs();
    const complaint = complaints.get(words) ?? { count: 0, quietUntil: 0 };
    complaint.count += 1;
    complaints.set(words, complaint);
    if (now < complaint.quietUntil) return;
    logger.warn({ requests: complaint.count, ...(err === null ? {} : { err }) }, words);
    complaint.count = 0;
    complaint.quietUntil = now + complainEveryMs;
  };
}
