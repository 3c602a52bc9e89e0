import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The cookie of a session. Where the panel is reached over https its name binds it to this very host; scripts never see
 * it, and no other site's page sends it.
 */
export function sessionCookie(publicUrl: string | undefined) {
  const isSecure = publicUrl?.startsWith('https://') ?? false;
  const name = isSecure ? '__Host-estafeta' : 'estafeta';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    /** @returns the secret the browser brought, or null */
    read({ headers: { cookie = '' } }: FastifyRequest): string | null {
      const pair = cookie.split(';').find((part) => part.trim().startsWith(`${name}=`));
      const secret = pair?.trim().slice(name.length + 1) ?? '';
      return /^[\w-]{43}$/.test(secret) ? secret : null;
    },
    /** Gives it to the browser, until the browser is closed or the session ends. */
    give(reply: FastifyReply, secret: string): void {
      void reply.header('set-cookie', `${name}=${secret}; ${attributes}`);
    },
    take(reply: FastifyReply): void {
      void reply.header('set-cookie', `${name}=; ${attributes}; Max-Age=0`);
    },
  };
}
