/** Linking a phone of WhatsApp, as the managers' group, the command line and the panel say it. */
export type LinkingTexts = {
  /** What Telegram's menu says about /link. */
  readonly menu: string;
  /** Where a link stands and what its owner does next. */
  readonly states: Readonly<
    Record<
      | 'unlinked'
      | 'asked'
      | 'showing'
      | 'pairing'
      | 'connecting'
      | 'connected'
      | 'waiting'
      | 'replaced'
      | 'refused'
      | 'logged_out'
      | 'unlinking',
      string
    >
  >;
  /** Why the last attempt to link ended without a phone. */
  readonly problems: Readonly<Record<'nobody_linked' | 'number_taken' | 'code_refused', string>>;
  /** How a QR code is read with the phone. */
  readonly howToScan: string;
  /** How the code is typed into the phone; the code stands alone in the next line. */
  readonly howToType: (of: { phone: string }) => string;
  readonly goodUntil: (time: string) => string;
  readonly noPhone: string;
  /** The client has several phones: which one is named after the command. */
  readonly whichPhone: (names: string) => string;
  /** No number is known yet. */
  readonly whichNumber: string;
  readonly asking: string;
  readonly linked: (of: { phone: string }) => string;
  readonly linkedAlready: (of: { phone: string }) => string;
  readonly reconnecting: string;
  readonly notDone: (why: string) => string;
  /** A line in the group when a link is lost. */
  readonly lost: (of: { name: string; phone: string }) => string;
};
