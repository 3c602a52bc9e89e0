import { z } from 'zod';
import { moment, route } from './route.js';
import { nameSchema } from './sign-in.js';
import { listTokens, makeToken, revokeToken } from '../../../src/admins/api-tokens.js';
import { inForm } from '../../../src/shared/field-problem.js';
import { FieldsInvalid } from '../../../src/shared/refused-edit.js';

const scope = inForm(z.string(), /^(\*|[a-z_-]{1,40}):(read|write)$/, {
  reason: 'no_scope',
  message: 'must be an area and what is done there, such as prompts:write',
}).describe('`<area>:read` or `<area>:write`; the areas are the tags of this document, `*` is all of them');

export const token = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    email: z.string().describe('Whose it is: it does no more than they may'),
    created_at: moment,
    expires_at: moment.nullable(),
    last_used_at: moment.nullable(),
  })
  .meta({ id: 'ApiToken' });

/** What programs sign in with. */
export const tokenRoutes = [
  route({
    method: 'GET',
    url: '/api/clients/:client_id/tokens',
    role: 'admin',
    summary: 'The tokens of programs',
    response: z.object({ items: z.array(token) }),
    handler: async ({ app: { db }, params: { client_id } }) => ({ items: await listTokens(db, client_id) }),
  }),
  route({
    method: 'POST',
    url: '/api/clients/:client_id/tokens',
    role: 'owner',
    summary: 'Make a token for a program: it acts for you, within its scopes and never as an owner',
    body: z.object({
      name: nameSchema,
      scopes: z.array(scope).min(1, 'must name at least one scope').max(50),
      expires_at: z.iso
        .datetime({ offset: true })
        .optional()
        .describe('Left out: it holds until it is revoked'),
    }),
    response: z.object({ id: z.uuid(), token: z.string().describe('Never shown again') }),
    status: 201,
    async handler({ app: { db, clock }, params: { client_id }, body, caller }) {
      const now = clock.now();
      const expires_at = body.expires_at === undefined ? null : new Date(body.expires_at);
      if (expires_at && expires_at <= now)
        throw new FieldsInvalid({ expires_at: { reason: 'past', message: 'must be in the future' } });
      return makeToken(db, { client_id, caller, name: body.name, scopes: body.scopes, expires_at, now });
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/clients/:client_id/tokens/:token_id',
    role: 'owner',
    summary: 'Revoke a token at once',
    handler: async ({ app: { db, clock }, params: { client_id, token_id }, caller: { actor } }) =>
      revokeToken(db, { client_id, actor, id: token_id, now: clock.now() }),
  }),
];
