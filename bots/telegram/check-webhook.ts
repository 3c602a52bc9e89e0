import { isIP } from 'node:net';
import { z } from 'zod';
import type { Finding } from '../finding.js';
import type { BotApi } from './bot-api.js';
import { messageOf } from '../../src/shared/errors.js';
import { msOfSeconds } from '../../src/shared/durations.js';

const answerWithinMs = msOfSeconds(10);
const health = z.object({ ok: z.literal(true) });

/** Looks whether Telegram can bring updates to the address: a host of the internet, a certificate, and us behind it. */
export async function checkPublicUrl(publicUrl: string, apiRoot: string): Promise<Finding> {
  const what = `webhook address ${publicUrl}`;
  const { hostname } = new URL(publicUrl);
  if (new URL(apiRoot).hostname === 'api.telegram.org' && isPrivate(hostname)) {
    return {
      what,
      ok: false,
      words:
        'Telegram reaches only addresses of the internet. Set PUBLIC_URL to one, or use TELEGRAM_MODE=polling.',
    };
  }
  try {
    const response = await fetch(`${publicUrl}/healthz`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const body: unknown = await response.json().catch(() => null);
    if (response.ok && health.safeParse(body).success) return { what, ok: true, words: 'it leads here' };
    const words = `it answers ${response.status}, but not as Estafeta does. Let the proxy pass /telegram/ and /healthz on to HOST and PORT of a process with the role bots, and start one.`;
    return { what, ok: false, words };
  } catch (error) {
    return { what, ok: false, words: unreachable(error) };
  }
}

/** Looks how Telegram stands to a bot's webhook. */
export async function checkWebhook({ api }: BotApi, publicUrl: string | null): Promise<Finding | null> {
  const what = 'webhook';
  const { url = '', pending_update_count, last_error_message } = await api.getWebhookInfo();
  if (publicUrl === null) {
    return url === ''
      ? null
      : { what, ok: true, words: 'one is set; it is taken away when a process with the role bots starts' };
  }
  if (!url.startsWith(`${publicUrl}/telegram/`)) {
    const words = `Telegram brings this bot's messages ${url === '' ? 'nowhere' : 'to another address'}. A process with the role bots sets it right when it takes the bot: start one with TELEGRAM_MODE=webhook.`;
    return { what, ok: false, words };
  }
  if (pending_update_count && last_error_message) {
    const words = `${pending_update_count} updates wait at Telegram, which could not bring them: ${last_error_message}. Check that PUBLIC_URL leads to a process with the role bots.`;
    return { what, ok: false, words };
  }
  return { what, ok: true, words: 'set' };
}

/** Addresses of one's own machine or network, by their looks. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 4) return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
  if (isIP(host) === 6) return /^(::1?$|f[cd]|fe[89ab])/i.test(host);
  return !host.includes('.') || /\.(local|localhost|internal|lan|home\.arpa)$/i.test(host);
}

function unreachable(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code))
    return 'the name is not known. Check its spelling and its DNS record.';
  if (/CERT|SSL|TLS|SELF_SIGNED|VERIFY/.test(code))
    return `its certificate is not accepted (${code}). Telegram wants a valid one for this name, with the chain up to its root.`;
  if (/^(ECONNREFUSED|UND_ERR_SOCKET|ECONNRESET)$/.test(code))
    return 'nothing answers there. Start a process with the role bots and the proxy in front of it, and open the port.';
  return `it can't be reached from here (${code || messageOf(cause)}). Check the network, the firewall and the proxy.`;
}
