import type { FieldReason } from '../../../../src/shared/refused-edit.js';

/** What the API refuses with that a person may meet, by its code; any other is told in the API's own words. */
export type RefusalCode =
  | 'csrf'
  | 'email_taken'
  | 'fields_invalid'
  | 'integration_unknown'
  | 'internal'
  | 'last_owner'
  | 'link_busy'
  | 'link_over'
  | 'linked_already'
  | 'no_model'
  | 'not_found'
  | 'not_signed_in'
  | 'nothing_to_roll_back'
  | 'nothing_to_try'
  | 'number_taken'
  | 'phone_needed'
  | 'request_invalid'
  | 'role_too_low'
  | 'sign_in_failed'
  | 'stale_edit'
  | 'too_many_tries'
  | 'totp_on'
  | 'unlink_first'
  | 'users_are_one'
  | 'yourself';

export type RefusalTexts = {
  codes: Record<RefusalCode, string>;
  reasons: Record<FieldReason, string>;
};
