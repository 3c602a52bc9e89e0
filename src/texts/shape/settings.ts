/** A setting as the panel explains it. */
type SettingText = { readonly title: string; readonly about: string };
/** A setting that is one of a few words, with what each of them means. */
type ChoiceText<Choice extends string> = SettingText & {
  readonly choices: Readonly<Record<Choice, string>>;
};

/** What each setting of a client does, in the words of those who set it. */
export type SettingTexts = Readonly<
  Record<
    | 'name'
    | 'language'
    | 'timezone'
    | 'telegram_chat_id'
    | 'telegram_bot_token'
    | 'owner_telegram_id'
    | 'managers_only'
    | 'reminder_timeout_1'
    | 'reminder_timeout_2'
    | 'auto_close_timeout'
    | 'escalation_cooldown_minutes'
    | 'working_hours'
    | 'handover_keywords'
    | 'csat_enabled'
    | 'owner_mute_minutes'
    | 'debounce_ms'
    | 'debounce_max_ms'
    | 'max_answer_age_minutes'
    | 'confidence_threshold'
    | 'no_count_limit'
    | 'conversation_idle_hours'
    | 'daily_token_limit'
    | 'retention_days',
    SettingText
  >
> & {
  readonly topic_mode: ChoiceText<'handover' | 'always'>;
  readonly reply_policy: ChoiceText<'taker' | 'any_manager'>;
  readonly media_action: ChoiceText<'handover' | 'notice' | 'transcribe'>;
};
