import type { FieldReason, ReasonParams } from '../../../../src/shared/field-problem.js';

/** What the words for a code need; missing where the server did not know it. */
type CodeParams = {
  admin_in_group: { who?: string };
  already_open: { who?: string };
  taken_by_other: { who?: string };
  too_many_tries: { minutes?: number };
};

/** What the API refuses with that a person may meet, by its code. A test looks for new ones. */
export type RefusalCode =
  | keyof CodeParams
  | 'already_ended'
  | 'already_in_queue'
  | 'already_yours'
  | 'channel_off'
  | 'client_unknown'
  | 'code_needed'
  | 'code_wrong'
  | 'csrf'
  | 'email_taken'
  | 'fields_invalid'
  | 'handover_not_opened'
  | 'has_own_prompt'
  | 'integration_unknown'
  | 'internal'
  | 'joined_already'
  | 'last_owner'
  | 'link_busy'
  | 'link_over'
  | 'linked_already'
  | 'manager_in_panel'
  | 'no_group'
  | 'no_model'
  | 'not_due'
  | 'not_found'
  | 'not_joined'
  | 'not_open'
  | 'not_signed_in'
  | 'not_taken'
  | 'nothing_to_roll_back'
  | 'nothing_to_try'
  | 'number_taken'
  | 'phone_needed'
  | 'request_invalid'
  | 'role_too_low'
  | 'sign_in_failed'
  | 'stale_edit'
  | 'too_many_streams'
  | 'totp_on'
  | 'unlink_first'
  | 'users_are_one'
  | 'yourself';

/** A list comes as the words that stand in it, with commas between them. */
type Filled<Params> = { [Name in keyof Params]: Params[Name] extends string[] ? string : Params[Name] };

export type RefusalTexts = {
  codes: {
    [Code in RefusalCode]: Code extends keyof CodeParams ? (params: CodeParams[Code]) => string : string;
  };
  /** Beside the field, without a full stop. */
  reasons: {
    [Reason in FieldReason]: keyof ReasonParams<Reason> extends never
      ? string
      : (params: Filled<ReasonParams<Reason>>) => string;
  };
};
