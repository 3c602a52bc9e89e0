import { z } from 'zod';
import type { ClientFileIntegration } from '../../clients/client-file/client-file-schema.js';
import { msOfSeconds } from '../../shared/durations.js';
import { FieldsInvalid } from '../../shared/refused-edit.js';
import { texts } from '../../texts/texts.js';
import type { CheckTexts } from '../../texts/shape/checks.js';

/** Where the messengers are reached; null: nowhere, and nothing is checked. */
export type MessengerRoots = {
  /** The root of the Bot API for a token. */
  telegram(bot_token: string): string | null;
  /** The root of the Graph API, with its version, for an access token. */
  cloud(access_token: string): string | null;
};

const answerMs = msOfSeconds(10);
const meBody = z.object({ result: z.object({ username: z.string() }) });
const numberBody = z.object({ display_phone_number: z.string().min(1) });
const graphError = z.object({ error: z.object({ code: z.number() }) });
/** Meta's codes for a token that is not, or no longer, good. https://developers.facebook.com/docs/graph-api/guides/error-handling */
const tokenCodes: readonly number[] = [0, 190];

/**
 * Asks the messenger whether it takes what somebody typed, before it is kept.
 *
 * @param language of whoever typed it
 * @returns how the account calls itself there: `@coffee_bot`, `+7 701 000 00 01`; null where there is nothing to ask
 * @throws FieldsInvalid with the reason beside the field it is about
 */
export async function checkCredentials(
  channel: ClientFileIntegration,
  { roots, language }: { roots: MessengerRoots; language: string },
): Promise<string | null> {
  const { checks } = texts(language);
  switch (channel.platform) {
    case 'telegram':
      return checkBot(channel.credentials.bot_token, roots, checks);
    case 'whatsapp_cloud':
      return checkNumber(channel.credentials, roots, checks);
    case 'whatsapp':
      return null;
  }
}

async function checkBot(token: string, roots: MessengerRoots, checks: CheckTexts): Promise<string | null> {
  const root = roots.telegram(token);
  if (root === null) return null;
  const answer = await ask(`${root}/bot${token}/getMe`);
  const me = meBody.safeParse(answer?.body);
  if (me.success) return `@${me.data.result.username}`;
  const isUnknown = answer !== null && [401, 403, 404].includes(answer.status);
  throw wrong('bot_token', isUnknown ? checks.botTokenUnknown : checks.telegramSilent);
}

async function checkNumber(
  { access_token, phone_number_id }: { access_token: string; phone_number_id: string },
  roots: MessengerRoots,
  checks: CheckTexts,
): Promise<string | null> {
  const root = roots.cloud(access_token);
  if (root === null) return null;
  const url = `${root}/${encodeURIComponent(phone_number_id)}?fields=display_phone_number`;
  const answer = await ask(url, { authorization: `Bearer ${access_token}` });
  const number = numberBody.safeParse(answer?.body);
  if (number.success) return number.data.display_phone_number;
  const refused = graphError.safeParse(answer?.body);
  if (answer === null || answer.status >= 500 || !refused.success)
    throw wrong('access_token', checks.metaSilent);
  throw tokenCodes.includes(refused.data.error.code) || answer.status === 401
    ? wrong('access_token', checks.accessTokenRefused)
    : wrong('phone_number_id', checks.numberUnknown);
}

/** @returns null when nobody answered, or nothing that could be read. The address holds a secret: it stays in here. */
async function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown } | null> {
  try {
    const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(answerMs) });
    return { status: response.status, body: await response.json() };
  } catch {
    return null;
  }
}

function wrong(field: string, words: string): FieldsInvalid {
  return new FieldsInvalid({ [`credentials.${field}`]: { said: words } });
}
