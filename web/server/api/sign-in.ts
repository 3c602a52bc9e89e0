import { z } from 'zod';
import { sessionCookie } from './cookie.js';
import { route } from './route.js';
import { clientRoles } from '../../../src/admins/roles.js';
import { endSession } from '../../../src/admins/sessions.js';
import type { Caller } from '../../../src/admins/sessions.js';
import { csrfTokenOf } from '../../../src/admins/sessions.js';
import { signIn } from '../../../src/admins/sign-in.js';
import { makeAccount, resetPassword, showLink, takeInvitation } from '../../../src/admins/use-link.js';
import type { App } from '../../../src/app.js';
import type { FastifyReply } from 'fastify';

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email('must be an e-mail address'));
export const nameSchema = z.string().trim().min(1, 'must not be empty').max(120);
export const passwordSchema = z.string().min(1, 'must not be empty').max(500);
const secret = z.string().max(100).describe('What stands behind the # of the link');

const signedIn = z
  .object({ csrf_token: z.string().describe('As in `GET /api/me`') })
  .meta({ id: 'SignedIn' });

/** In and out, and the links people are given. */
export const signInRoutes = [
  route({
    method: 'POST',
    url: '/api/sign-in',
    role: 'public',
    summary: 'Sign in: begins a session, kept in a cookie',
    body: z.object({
      email: z.string().max(254),
      password: passwordSchema,
      code: z.string().max(20).optional().describe('Of the authenticator app, after `code_needed`'),
    }),
    response: signedIn,
    async handler({ app, body, caller, request, reply }) {
      const { secret: given } = await signIn(app, { ...body, ip: request.ip });
      return begin(app, { caller, reply, secret: given });
    },
  }),
  route({
    method: 'POST',
    url: '/api/sign-out',
    role: 'signed_in',
    summary: 'Sign out: ends the session',
    async handler({ app, caller, reply }) {
      if (caller.by.kind === 'session') await endSession(app.db, caller.by.session_id);
      sessionCookie(app.config.publicUrl).take(reply);
    },
  }),
  route({
    method: 'POST',
    url: '/api/links/show',
    role: 'public',
    summary: 'What a one-time link is for',
    body: z.object({ secret }),
    response: z.object({
      purpose: z.enum(['first_admin', 'invitation', 'reset']),
      client: z.string().nullable().describe('The client an invitation is to'),
      role: z.enum(clientRoles).nullable(),
      email: z.string().nullable().describe('Whom it was meant for'),
    }),
    handler: async ({ app, body }) => showLink(app, body.secret),
  }),
  route({
    method: 'POST',
    url: '/api/links/account',
    role: 'public',
    summary: 'Make an account by a link: the first admin, or who is invited',
    body: z.object({ secret, email: emailSchema, name: nameSchema, password: passwordSchema }),
    response: signedIn,
    async handler({ app, body: { secret: link, ...account }, caller, reply }) {
      const given = await makeAccount(app, { secret: link, account });
      return begin(app, { caller, reply, secret: given });
    },
  }),
  route({
    method: 'POST',
    url: '/api/links/join',
    role: 'signed_in',
    summary: 'Take an invitation with the account you are signed in with',
    body: z.object({ secret }),
    handler: async ({ app, body, caller }) => takeInvitation(app, { secret: body.secret, caller }),
  }),
  route({
    method: 'POST',
    url: '/api/links/password',
    role: 'public',
    summary: 'Set a new password by a link',
    body: z.object({ secret, password: passwordSchema }),
    response: signedIn,
    async handler({ app, body, caller, reply }) {
      const given = await resetPassword(app, body);
      return begin(app, { caller, reply, secret: given });
    },
  }),
];

/** Whatever session the browser was in is over: a secret from before signing in is worth nothing after it. */
async function begin(
  app: App,
  { caller, reply, secret: fresh }: { caller: Caller | null; reply: FastifyReply; secret: string },
): Promise<{ csrf_token: string }> {
  if (caller?.by.kind === 'session') await endSession(app.db, caller.by.session_id);
  sessionCookie(app.config.publicUrl).give(reply, fresh);
  return { csrf_token: csrfTokenOf(fresh) };
}
