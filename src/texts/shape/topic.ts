/** Why something could not be delivered, in words a manager can act on. */
export type FailureTexts = Readonly<
  Record<
    | 'blocked'
    | 'file_too_big'
    | 'file_gone'
    | 'chat_not_found'
    | 'unclear'
    | 'token_revoked'
    | 'not_allowed'
    | 'too_late'
    | 'gone'
    | 'text_too_long'
    | 'not_possible'
    | 'number_resting'
    | 'number_restricted'
    | 'not_on_whatsapp'
    | 'media_host_refused'
    | 'window_closed'
    | 'window_text_only'
    | 'template_refused'
    | 'template_too_long'
    | 'not_reached'
    | 'held_back'
    | 'country_not_allowed'
    | 'not_on_test_list'
    | 'name_not_approved'
    | 'payment_needed'
    | 'file_kind_refused'
    | 'unknown',
    string
  >
>;

/** What a manager is told about changing or taking back what went to the user. */
export type AmendmentTexts = Readonly<
  Record<'withdrawn' | 'neverSent' | 'neverArrived' | 'alreadyWithUser', string>
>;

/** Lines that appear between a user's and a manager's words in a topic. */
export type TopicTexts = {
  readonly name: (user: { readonly name: string; readonly messenger: string }) => string;
  readonly recap: string;
  /** Text of a manager who has not taken the request. */
  readonly noteBeforeTake: string;
  /** Text of a manager while another one has the request. */
  readonly noteOfOther: (taker: string) => string;
  /** Text written before the request was taken by who wrote it: still nothing the customer has seen. */
  readonly noteFromBefore: string;
  readonly noOpenHandover: string;
  readonly offer: string;
  /** Above what a colleague wrote in the panel; whom it is about, where nothing else tells. */
  readonly note: (written: { readonly by: string; readonly about: string | null }) => string;
  readonly assistant: string;
  readonly system: string;
  readonly manager: (name: string) => string;
  readonly phone: string;
  readonly kinds: Readonly<
    Record<
      | 'text'
      | 'image'
      | 'voice'
      | 'audio'
      | 'video'
      | 'video_note'
      | 'document'
      | 'sticker'
      | 'location'
      | 'contact'
      | 'reaction'
      | 'button'
      | 'unsupported',
      string
    >
  >;
  readonly unsupported: (kind: string) => string;
  readonly managerUnsupported: (kind: string) => string;
  /** Above what a person passed on; the name of who wrote it first. */
  readonly forwarded: (from: string) => string;
  /** Beside a voice note: what is said in it. */
  readonly heard: (text: string) => string;
  readonly edited: string;
  /** Under an edited line: what it said before. */
  readonly was: (text: string) => string;
  readonly deleted: string;
  readonly merged: (count: string) => string;
  readonly notDelivered: (why: string) => string;
  readonly uncertain: string;
  /** Under a manager's words that could only go as a template of the messenger's. */
  readonly sentAsTemplate: (template: string) => string;
  /** Beside what a user wrote from an advertisement. */
  readonly fromAd: (ad: string) => string;
  readonly userBlocked: (name: string) => string;
  readonly notEdited: (why: string) => string;
  readonly notWithdrawn: (why: string) => string;
  readonly amendments: AmendmentTexts;
  readonly reacted: (emoji: string) => string;
  readonly reactionTakenBack: string;
  readonly failures: FailureTexts;
};
