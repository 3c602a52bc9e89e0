import { z } from 'zod';
import { route } from './route.js';
import { passwordSchema } from './sign-in.js';
import { endSessionsOf } from '../../../src/admins/sessions.js';
import { changePassword, provePassword } from '../../../src/admins/sign-in.js';
import { confirmTotp, endTotp, offerTotp } from '../../../src/admins/totp.js';

/** What admins do with their own account. */
export const accountRoutes = [
  route({
    method: 'PUT',
    url: '/api/me/password',
    role: 'signed_in',
    summary: 'Change your password; your other sessions end',
    body: z.object({ current: passwordSchema, password: passwordSchema }),
    handler: async ({ app, caller, body, request }) =>
      changePassword(app, { caller, ...body, ip: request.ip }),
  }),
  route({
    method: 'DELETE',
    url: '/api/me/sessions',
    role: 'signed_in',
    summary: 'Sign out everywhere else',
    async handler({ app, caller: { admin_id, by } }) {
      await endSessionsOf(app.db, { admin_id, but: by.kind === 'session' ? by.session_id : null });
    },
  }),
  route({
    method: 'POST',
    url: '/api/me/totp',
    role: 'signed_in',
    summary: 'Begin with one-time codes: gives the secret for an authenticator app',
    body: z.object({ password: passwordSchema }),
    response: z.object({ secret: z.string(), uri: z.string().describe('For a QR code') }),
    async handler({ app, caller, body, request }) {
      await provePassword(app, { caller, password: body.password, field: 'password', ip: request.ip });
      return offerTotp(app, caller);
    },
  }),
  route({
    method: 'PUT',
    url: '/api/me/totp',
    role: 'signed_in',
    summary: 'Switch one-time codes on, with the first code the app shows',
    body: z.object({ code: z.string().max(20) }),
    handler: async ({ app, caller, body }) =>
      confirmTotp(app, { ...caller, code: body.code, now: app.clock.now() }),
  }),
  route({
    method: 'DELETE',
    url: '/api/me/totp',
    role: 'signed_in',
    summary: 'Switch one-time codes off',
    body: z.object({ password: passwordSchema }),
    async handler({ app, caller, body, request }) {
      await provePassword(app, { caller, password: body.password, field: 'password', ip: request.ip });
      await endTotp(app, caller);
    },
  }),
];
