/** What an admin may do in one client, from the least to the most. */
export const clientRoles = ['viewer', 'admin', 'owner'] as const;
export type ClientRole = (typeof clientRoles)[number];

/** Whether somebody with one role may do what another one is needed for. */
export function isAtLeast(has: ClientRole, needed: ClientRole): boolean {
  return clientRoles.indexOf(has) >= clientRoles.indexOf(needed);
}

/** The lesser of two roles. */
export function lesserRole(one: ClientRole, other: ClientRole): ClientRole {
  return isAtLeast(one, other) ? other : one;
}
