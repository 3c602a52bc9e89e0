/** What a notice is called in a client's settings. */
export type NoticeName =
  | 'greeting'
  | 'handover_opened'
  | 'handover_closed_hours'
  | 'taken'
  | 'deferred'
  | 'not_understood'
  | 'out_of_scope'
  | 'unsupported'
  | 'media'
  | 'resolved'
  | 'rating'
  | 'rated'
  | 'timeout'
  | 'returned'
  | 'model_down'
  | 'rate_limited';

/** What users are told unless the client says otherwise; placeholders as in `noticePlaceholders`. */
export type NoticeTexts = Readonly<Record<NoticeName, string>>;
