import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { BusinessNumber } from './model.js';
import type { Answer, Webhooks } from './webhooks.js';
import { newObjectId } from './world.js';
import type { World } from './world.js';

const newNumber = z.strictObject({
  phone_number_id: z.string().default(newObjectId),
  access_token: z.string(),
  app_secret: z.string(),
  verify_token: z.string(),
  /** Where webhooks go; they wait until there is one. */
  callbackUrl: z.string().nullable().default(null),
  /** Digits. */
  display_phone_number: z
    .string()
    .regex(/^\d{5,15}$/)
    .default('77010001122'),
  verified_name: z.string().default('Полдень'),
  waba_id: z.string().default(newObjectId),
  app_id: z.string().default(newObjectId),
});
const newTemplate = z.strictObject({
  phone_number_id: z.string(),
  name: z.string().regex(/^[a-z0-9_]+$/),
  language: z.string(),
  header: z.string().optional(),
  body: z.string(),
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).default('APPROVED'),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']).default('UTILITY'),
});

/** What an operator does at Meta, and what can happen to webhooks on their way. */
export interface Numbers {
  addNumber(number: z.input<typeof newNumber>): BusinessNumber;
  addTemplate(template: z.input<typeof newTemplate>): void;
  /** Sets where a number's webhooks go; what waited is brought. */
  setCallback(phone_number_id: string, callbackUrl: string): void;
  /** The number's token is refused from now on, as one whose time is over. */
  expireToken(phone_number_id: string): void;
  /** Gives the number a new token; the old one is not known any more. */
  setToken(phone_number_id: string, access_token: string): void;
  /** Asks the callback to prove itself, as Meta does when it is entered. True when it echoed the challenge. */
  verifyCallback(phone_number_id: string): Promise<boolean>;
  /** Brings a payload once, by hand, and tells how it was answered. A signature of null leaves it out. */
  bring(phone_number_id: string, payload: unknown, signature?: string | null): Promise<Answer>;
  /** The number's newest webhook comes once more, or so many times. */
  repeatLastWebhook(phone_number_id: string, times?: number): void;
  /** Webhooks wait from now on … */
  holdWebhooks(phone_number_id: string): void;
  /** … and are brought now. */
  releaseWebhooks(phone_number_id: string, order?: 'as it came' | 'reversed' | 'in one'): void;
  /** Whether every webhook that is not held was taken. */
  areWebhooksSettled(): boolean;
}

/** Binds what is done about numbers to one world. */
export function bindNumbers({ world, webhooks }: { world: World; webhooks: Webhooks }): Numbers {
  return {
    addNumber(given) {
      const number = { ...newNumber.parse(given), isTokenExpired: false, isSubscribed: true, templates: [] };
      world.numbers.set(number.phone_number_id, number);
      return number;
    },
    addTemplate(given) {
      const { phone_number_id, ...template } = newTemplate.parse(given);
      world.number(phone_number_id).templates.push(template);
    },
    setCallback(phone_number_id, callbackUrl) {
      const number = world.number(phone_number_id);
      number.callbackUrl = callbackUrl;
      webhooks.wake(number);
    },
    expireToken(phone_number_id) {
      world.number(phone_number_id).isTokenExpired = true;
    },
    setToken: (phone_number_id, access_token) =>
      void Object.assign(world.number(phone_number_id), { access_token, isTokenExpired: false }),
    verifyCallback: (phone_number_id) => verifyCallback(world.number(phone_number_id)),
    bring: (phone_number_id, payload, signature) =>
      webhooks.post(world.number(phone_number_id), payload, signature),
    repeatLastWebhook(phone_number_id, times = 1) {
      webhooks.repeatLast(world.number(phone_number_id), times);
    },
    holdWebhooks: (phone_number_id) => webhooks.hold(world.number(phone_number_id)),
    releaseWebhooks: (phone_number_id, order) => webhooks.release(world.number(phone_number_id), order),
    areWebhooksSettled: () => webhooks.isSettled,
  };
}

async function verifyCallback({ callbackUrl, verify_token }: BusinessNumber): Promise<boolean> {
  if (callbackUrl === null) return false;
  const challenge = randomBytes(8).toString('hex');
  const url = new URL(callbackUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verify_token);
  const response = await fetch(url, { redirect: 'manual' });
  return response.ok && (await response.text()) === challenge;
}
