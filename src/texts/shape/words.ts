/** The forms of a counted noun, by the plural categories of the language (`other` is always asked for). */
export type PluralForms = { readonly [category in Intl.LDMLPluralRule]?: string } & {
  readonly other: string;
};

/** A name as people know it and a moment in words ("14:05"). */
export type ByAt = { readonly name: string; readonly time: string };

/** Somebody who waits, and for how long in words ("5 minutes"). */
export type Waiting = { readonly name: string; readonly duration: string };

/** What every text is built of. */
export type WordTexts = {
  /** How numbers, days and times are written: a BCP 47 tag for Intl. */
  readonly locale: string;
  /** Counted units in the form used after "for" and "in": "waits 1 minute", "ждёт 1 минуту". */
  readonly units: Readonly<Record<'minute' | 'hour' | 'day' | 'message' | 'request', PluralForms>>;
  readonly lessThanMinute: string;
  /** A moment relative to today; `time` is "09:00", `day` is "4 January". */
  readonly moments: {
    readonly today: (time: string) => string;
    readonly tomorrow: (time: string) => string;
    readonly onDay: (at: { readonly day: string; readonly time: string }) => string;
  };
  /** How to ask for a person where there are no buttons; what it tells to write is understood. */
  readonly writeForHuman: string;
  /** Names of platforms as people know them. */
  readonly messengers: Readonly<Record<'telegram' | 'whatsapp' | 'whatsapp_cloud', string>>;
};
