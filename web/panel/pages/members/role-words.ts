import { ApiError } from '../../api/request.js';
import { useTexts } from '../../texts/use-texts.js';
import { clientRoles as fromLeast } from '../../../../src/admins/roles.js';

/** From the one who may do most. */
export const clientRoles = fromLeast.toReversed();

/** Why a role was not changed, in the reader's words where we have them. */
export function useRoleProblem(error: unknown): unknown {
  const { members: texts } = useTexts();
  if (!(error instanceof ApiError) || error.code !== 'last_owner') return error;
  return new ApiError(error.status, { error: { code: error.code, message: texts.lastOwner } });
}
