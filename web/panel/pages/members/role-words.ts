import { clientRoles as fromLeast } from '../../../../src/admins/roles.js';

/** From the one who may do most. */
export const clientRoles = fromLeast.toReversed();
