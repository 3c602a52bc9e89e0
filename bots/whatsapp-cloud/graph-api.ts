import { z } from 'zod';
import type { MessageTemplate } from '../../src/integrations/cloud-templates.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import { approvedIn, templateFields, templatesBody } from './templates.js';

/** Where one number of the Cloud API is reached, and by what right. */
export type GraphAccess = {
  /** Without a trailing slash: `https://graph.facebook.com`. */
  root: string;
  /** `v23.0` */
  version: string;
  access_token: string;
  phone_number_id: string;
};

/** What Meta answered instead of doing it. https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
export class GraphError extends Error {
  constructor(
    readonly status: number,
    readonly code: number | null,
    readonly subcode: number | null,
    /** Meta's own words, never of a person. */
    readonly description: string,
    readonly is_transient: boolean,
    readonly retry_after_ms: number | null,
  ) {
    super(`HTTP ${status}${code === null ? '' : `, code ${code}`}${subcode === null ? '' : `/${subcode}`}`);
  }
}

const errorBody = z.object({
  error: z.looseObject({
    message: z.string().catch(''),
    code: z.number().nullable().catch(null),
    error_subcode: z.number().nullish().catch(null),
    is_transient: z.boolean().optional().catch(false),
    error_data: z.looseObject({ details: z.string().optional() }).optional().catch(undefined),
  }),
});

const sentBody = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const uploadedBody = z.object({ id: z.string().min(1) });
const mediaBody = z.object({
  url: z.url(),
  mime_type: z.string().optional(),
  sha256: z.string().optional(),
  file_size: z.coerce.number().optional().catch(undefined),
});
const numberBody = z.looseObject({
  display_phone_number: z.string().catch(''),
  verified_name: z.string().catch(''),
  status: z.string().optional(),
  webhook_configuration: z
    .looseObject({
      phone_number: z.string().optional(),
      whatsapp_business_account: z.string().optional(),
      application: z.string().optional(),
    })
    .optional()
    .catch(undefined),
});

/** A file as Meta has it: where it lies for the next five minutes, and what it is. */
export type MediaPlace = z.infer<typeof mediaBody>;
/** What Meta says of a number; `status` is CONNECTED when all is well. */
export type NumberState = z.infer<typeof numberBody>;

/** Meta allows an account 6000 templates at most; who has more than these knows the name of theirs. */
const mostPages = 20;

const answerMs = msOfSeconds(30);
const uploadMs = msOfSeconds(120);
const userAgent = 'estafeta/1';

/** The calls to Meta's Graph API that one number needs. All throw {@link GraphError}, and what `fetch` throws. */
export class GraphApi {
  readonly #access: GraphAccess;
  readonly #signal: AbortSignal;

  /** @param signal ends the calls under way */
  constructor(access: GraphAccess, signal: AbortSignal) {
    this.#access = access;
    this.#signal = signal;
  }

  /** @returns the id of what was sent, or null when Meta took it without saying which it is */
  async send(message: object): Promise<string | null> {
    const body = await this.#post('messages', { messaging_product: 'whatsapp', ...message });
    return sentBody.safeParse(body).data?.messages[0]?.id ?? null;
  }

  /** Marks a message, and with it all before it, as read; with `typing` the user sees for 25 s that somebody writes. */
  async markRead(message_id: string, { typing }: { typing: boolean }): Promise<void> {
    await this.#post('messages', {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id,
      ...(typing ? { typing_indicator: { type: 'text' } } : {}),
    });
  }

  /** @returns the id by which the file can be sent from now on, for 30 days */
  async upload(file: Blob, { name, mime_type }: { name: string; mime_type: string }): Promise<string> {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', mime_type);
    form.set('file', file, name);
    const body = await this.#ask(`${this.#access.phone_number_id}/media`, {
      method: 'POST',
      body: form,
      ms: uploadMs,
    });
    return uploadedBody.parse(body).id;
  }

  async media(media_id: string): Promise<MediaPlace> {
    return mediaBody.parse(await this.#ask(encodeURIComponent(media_id), { method: 'GET' }));
  }

  async number(): Promise<NumberState> {
    const fields = 'display_phone_number,verified_name,status,webhook_configuration';
    return numberBody.parse(
      await this.#ask(`${this.#access.phone_number_id}?fields=${fields}`, { method: 'GET' }),
    );
  }

  /** The templates that Meta has approved for an account; needs whatsapp_business_management. */
  async approvedTemplates(account_id: string): Promise<MessageTemplate[]> {
    const found: z.infer<typeof templatesBody>['data'] = [];
    let after: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({
        ...{ status: 'APPROVED', limit: '100', fields: templateFields },
        ...(after === undefined ? {} : { after }),
      });
      const path = `${encodeURIComponent(account_id)}/message_templates?${query.toString()}`;
      const { data, paging } = templatesBody.parse(await this.#ask(path, { method: 'GET' }));
      found.push(...data);
      after = paging?.next === undefined ? undefined : paging.cursors.after;
      if (after === undefined) break;
    }
    return approvedIn(found);
  }

  /** A file from the place that {@link media} named. Redirects are not followed: they would lead past the list of hosts. */
  async download(url: string): Promise<Response> {
    const response = await fetch(url, {
      headers: this.#headers(),
      redirect: 'error',
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(uploadMs)]),
    });
    if (response.ok) return response;
    throw await graphError(response);
  }

  #post(edge: string, body: object): Promise<unknown> {
    return this.#ask(`${this.#access.phone_number_id}/${edge}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #ask(
    path: string,
    { headers, ms = answerMs, ...request }: RequestInit & { headers?: Record<string, string>; ms?: number },
  ): Promise<unknown> {
    const { root, version } = this.#access;
    const response = await fetch(`${root}/${version}/${path}`, {
      ...request,
      headers: { ...this.#headers(), ...headers },
      redirect: 'error',
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(ms)]),
    });
    if (!response.ok) throw await graphError(response);
    return response.json();
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#access.access_token}`, 'user-agent': userAgent };
  }
}

async function graphError(response: Response): Promise<GraphError> {
  const { error } = errorBody.safeParse(await response.json().catch(() => null)).data ?? {};
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return new GraphError(
    response.status,
    error?.code ?? null,
    error?.error_subcode ?? null,
    withoutSecrets(error?.error_data?.details ?? error?.message ?? ''),
    error?.is_transient ?? false,
    Number.isFinite(seconds) && seconds >= 0 ? msOfSeconds(seconds) : null,
  );
}

/** Meta repeats a token that it can't read, and numbers of people, in what it answers. */
function withoutSecrets(words: string): string {
  return words.replace(/[\w-]{25,}|\+?\d[\d ()-]{6,}\d/g, '…');
}
