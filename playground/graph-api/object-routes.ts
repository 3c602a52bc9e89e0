import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Caller } from './caller.js';
import type { Call } from './caller.js';
import { unknownObject } from './graph-error.js';
import { deleteMedia, describeMedia } from './media-routes.js';
import type { MediaStore } from './media-store.js';
import type { BusinessNumber, Template } from './model.js';
import type { Webhooks } from './webhooks.js';

type Parts = { caller: Caller; media: MediaStore; webhooks: Webhooks };
type Path = { Params: { id: string } };

const templatesAsked = z.object({
  name: z.string().optional(),
  status: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  after: z.coerce.number().int().min(0).default(0),
});

/** Adds what is asked about a number, an account, a token, or a file. */
export function addObjectRoutes(app: FastifyInstance, { caller, media, webhooks }: Parts): void {
  app.get('/:version/debug_token', (request, reply) =>
    caller.answer(request, reply, { operation: 'debugToken' }, ({ numbers }) => describeToken(numbers)),
  );
  app.get<Path>('/:version/:id', (request, reply) => {
    const { id } = request.params;
    const file = media.find(id);
    if (file) {
      const about = { operation: 'getMedia' as const, phone_number_id: file.phone_number_id, body: { id } };
      return caller.answer(request, reply, about, (call) => describeMedia(media, call, file));
    }
    const about = { operation: 'getNumber' as const, phone_number_id: id };
    return caller.answer(request, reply, about, (call) => describeObject(call, id));
  });
  app.delete<Path>('/:version/:id', (request, reply) => {
    const { id } = request.params;
    const file = media.find(id);
    const about = { operation: 'deleteMedia' as const, phone_number_id: file?.phone_number_id, body: { id } };
    return caller.answer(request, reply, about, (call) => {
      if (!file) throw unknownObject(id);
      return deleteMedia(media, call, file);
    });
  });
  app.get<Path>('/:version/:id/phone_numbers', (request, reply) =>
    caller.answer(request, reply, { operation: 'listNumbers' }, (call) => ({
      data: accountOf(call, request.params.id).map(describeNumber),
    })),
  );
  app.get<Path>('/:version/:id/message_templates', (request, reply) =>
    caller.answer(request, reply, { operation: 'listTemplates' }, (call) => {
      const { name, status, limit, after } = templatesAsked.parse(request.query);
      const templates = accountOf(call, request.params.id)
        .flatMap((number) => number.templates)
        .filter((one) => (name ?? one.name) === one.name && (status ?? one.status) === one.status);
      const end = after + limit;
      return {
        data: templates.slice(after, end).map(describeTemplate),
        ...(end < templates.length && { paging: { cursors: { after: String(end) }, next: request.url } }),
      };
    }),
  );
  addSubscriptionRoutes(app, caller, webhooks);
}

function addSubscriptionRoutes(app: FastifyInstance, caller: Caller, webhooks: Webhooks): void {
  const about = { operation: 'subscribedApps' as const };
  const url = '/:version/:id/subscribed_apps';
  app.get<Path>(url, (request, reply) =>
    caller.answer(request, reply, about, (call) => ({
      data: accountOf(call, request.params.id).some(({ isSubscribed }) => isSubscribed)
        ? [{ whatsapp_business_api_data: appOf(call) }]
        : [],
    })),
  );
  for (const [method, isSubscribed] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    app.route<Path>({
      method,
      url,
      handler: (request, reply) =>
        caller.answer(request, reply, about, (call) => {
          for (const number of accountOf(call, request.params.id)) {
            number.isSubscribed = isSubscribed;
            webhooks.wake(number);
          }
          return { success: true };
        }),
    });
  }
}

/** The numbers of an account. Throws GraphError 100/33. */
function accountOf({ numbers }: Call, waba_id: string): BusinessNumber[] {
  const found = numbers.filter((number) => number.waba_id === waba_id);
  if (found.length === 0) throw unknownObject(waba_id);
  return found;
}

function describeObject(call: Call, id: string): Record<string, unknown> {
  const number = call.numbers.find(({ phone_number_id }) => phone_number_id === id);
  if (number) return onlyAsked(call, describeNumber(number));
  const [account] = accountOf(call, id);
  return { id, name: account?.verified_name, account_review_status: 'APPROVED' };
}

function describeNumber(number: BusinessNumber): Record<string, unknown> {
  return {
    verified_name: number.verified_name,
    code_verification_status: 'VERIFIED',
    display_phone_number: `+${number.display_phone_number}`,
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    webhook_configuration: number.callbackUrl === null ? {} : { application: number.callbackUrl },
    status: 'CONNECTED',
    id: number.phone_number_id,
  };
}

/** `fields=a,b` leaves those, and the id. */
function onlyAsked({ request }: Call, whole: Record<string, unknown>): Record<string, unknown> {
  const { fields } = request.query as { fields?: string };
  if (fields === undefined) return whole;
  const asked = new Set([...fields.split(',').map((field) => field.trim()), 'id']);
  return Object.fromEntries(Object.entries(whole).filter(([name]) => asked.has(name)));
}

function describeTemplate({ header, body, ...template }: Template): Record<string, unknown> {
  const above = header === undefined ? [] : [{ type: 'HEADER', format: 'TEXT', text: header }];
  return {
    ...{ ...template, parameter_format: 'POSITIONAL' },
    components: [...above, { type: 'BODY', text: body }],
  };
}

function describeToken(numbers: BusinessNumber[]): Record<string, unknown> {
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging'];
  const [first] = numbers;
  return {
    data: { app_id: first?.app_id, type: 'SYSTEM_USER', is_valid: true, expires_at: 0, scopes },
  };
}

function appOf({ numbers }: Call): Record<string, unknown> {
  const id = numbers[0]?.app_id;
  return { id, link: `https://www.facebook.com/games/?app_id=${id}`, name: 'Estafeta' };
}
