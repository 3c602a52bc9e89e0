import { z } from 'zod';
import { moment, route } from './route.js';
import { nameSchema, passwordSchema } from './sign-in.js';
import { readOwnAccount, rename } from '../../../src/admins/own-account.js';
import { renewRecoveryCodes } from '../../../src/admins/recovery-codes.js';
import { endSessionsOf } from '../../../src/admins/sessions.js';
import { changePassword, provePassword } from '../../../src/admins/sign-in.js';
import { confirmTotp, endTotp, offerTotp } from '../../../src/admins/totp.js';
import { qrPicture } from '../../../src/integrations/qr-picture.js';

const recoveryCodes = z.object({
  recovery_codes: z
    .array(z.string())
    .describe('Each signs in once in the place of a one-time code; never shown again'),
});

export const ownAccount = z
  .object({
    totp_since: moment.nullable(),
    recovery_codes_left: z.int(),
    sessions: z.array(
      z.object({ id: z.uuid(), created_at: moment, last_seen_at: moment, is_this: z.boolean() }),
    ),
  })
  .meta({ id: 'OwnAccount' });

/** What admins do with their own account. */
export const accountRoutes = [
  route({
    method: 'GET',
    url: '/api/me/account',
    role: 'signed_in',
    summary: 'What guards your account, and where you are signed in',
    response: ownAccount,
    handler: async ({ app: { db, clock }, caller }) => readOwnAccount(db, { caller, now: clock.now() }),
  }),
  route({
    method: 'PUT',
    url: '/api/me/name',
    role: 'signed_in',
    summary: 'Change the name you are shown under',
    body: z.object({ name: nameSchema }),
    handler: async ({ app, caller, body: { name } }) => rename(app.db, { caller, name }),
  }),
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
    response: z.object({
      secret: z.string(),
      uri: z.string().describe('What the QR code says'),
      qr: z
        .object({ size: z.int(), path: z.string() })
        .describe('The code as one SVG path, `size` squares a side'),
    }),
    async handler({ app, caller, body, request }) {
      await provePassword(app, { caller, password: body.password, field: 'password', ip: request.ip });
      const offered = await offerTotp(app, caller);
      return { ...offered, qr: qrPicture(offered.uri) };
    },
  }),
  route({
    method: 'PUT',
    url: '/api/me/totp',
    role: 'signed_in',
    summary: 'Switch one-time codes on, with the first code the app shows',
    body: z.object({ code: z.string().max(20) }),
    response: recoveryCodes,
    async handler({ app, caller, body: { code } }) {
      return { recovery_codes: await confirmTotp(app, { ...caller, code, now: app.clock.now() }) };
    },
  }),
  route({
    method: 'POST',
    url: '/api/me/recovery-codes',
    role: 'signed_in',
    summary: 'Fresh recovery codes; those before are worth nothing any more',
    body: z.object({ password: passwordSchema }),
    response: recoveryCodes,
    async handler({ app, caller, body, request }) {
      await provePassword(app, { caller, password: body.password, field: 'password', ip: request.ip });
      return { recovery_codes: await renewRecoveryCodes(app.db, caller) };
    },
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
