import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Route } from './route.js';
import { roleInClient } from '../../../src/admins/access.js';
import { isAtLeast } from '../../../src/admins/roles.js';
import type { Caller } from '../../../src/admins/sessions.js';
import type { Queryable } from '../../../src/shared/database.js';
import type { ClientId } from '../../../src/shared/ids.js';
import { notFound, Refusal } from '../../../src/shared/refusal.js';

/**
 * Whether somebody may call a route. A client they have no role in doesn't exist for them.
 *
 * @param client_id of the path, when the route is of a client
 * @throws Refusal
 */
export async function guard(
  db: Queryable,
  { route, caller, client_id }: { route: Route; caller: Caller | null; client_id: ClientId | null },
): Promise<void> {
  if (route.access === 'public') return;
  if (!caller) throw notSignedIn();
  const { access } = route;
  if (access === 'viewer' || access === 'admin' || access === 'owner') {
    const role = client_id === null ? null : await roleInClient(db, caller, client_id);
    if (role === null) throw notFound('client');
    if (!isAtLeast(role, access)) throw roleTooLow(access);
    checkScopes(route, caller);
    return;
  }
  if (caller.by.kind === 'token' && (access === 'superadmin' || route.method !== 'GET'))
    throw new Refusal('not_allowed', {
      code: 'not_for_tokens',
      message: 'A token can do nothing here.',
      whatToDo: 'Sign in to the panel and do it there.',
    });
  if (access === 'superadmin' && !caller.is_superadmin) throw roleTooLow('superadmin');
}

function checkScopes(route: Route, { by }: Caller): void {
  if (by.kind !== 'token') return;
  const kind = route.method === 'GET' ? 'read' : 'write';
  const needed = `${route.area}:${kind}`;
  if (by.scopes.includes(needed) || by.scopes.includes(`*:${kind}`)) return;
  throw new Refusal('not_allowed', {
    code: 'scope_missing',
    message: `This token has no scope ${needed}.`,
    whatToDo: 'Make a token with this scope in the panel.',
  });
}

/**
 * That a change comes from our own page and not from another one somebody was lured to: the browser's own word for where
 * it comes from, and a token only our page could read. Programs with a token of theirs carry no cookie and need none.
 *
 * @param publicUrl the address people reach us under, where it is known
 * @throws Refusal
 */
export function checkOrigin(
  request: FastifyRequest,
  {
    route,
    caller,
    publicUrl,
  }: { route: Pick<Route, 'access'>; caller: Caller | null; publicUrl: string | undefined },
): void {
  if (caller?.by.kind === 'token') return;
  const { origin, 'sec-fetch-site': site, 'x-csrf-token': given } = request.headers;
  if (site === 'cross-site' || site === 'same-site') throw foreign();
  if (origin !== undefined && !isOurs(origin, { host: request.host, publicUrl })) throw foreign();
  // Who signs in has no page of ours that could have read a token yet.
  if (route.access === 'public') return;
  if (caller?.by.kind === 'session' && !isSame(given, caller.by.csrf_token)) throw foreign();
}

function isOurs(
  origin: string,
  { host, publicUrl }: { host: string; publicUrl: string | undefined },
): boolean {
  if (!URL.canParse(origin)) return false;
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin) return true;
  return new URL(origin).host === host;
}

function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function notSignedIn(): Refusal {
  return new Refusal('not_signed_in', {
    code: 'not_signed_in',
    message: 'You are not signed in, or your session has ended.',
    whatToDo: 'Sign in; programs send `Authorization: Bearer <token>`.',
  });
}

function roleTooLow(needed: string): Refusal {
  return new Refusal('not_allowed', {
    code: 'role_too_low',
    message: `This needs the role ${needed}.`,
    whatToDo: "Ask one of the client's owners for it.",
  });
}

function foreign(): Refusal {
  return new Refusal('not_allowed', {
    code: 'csrf',
    message: 'This request does not come from the panel.',
    whatToDo: 'Load the page again. Programs use a token instead of a cookie.',
  });
}
