/** One person under several addresses: joining and parting, and what topics say of it. */
export type MergingTexts = {
  readonly menu: Readonly<Record<'merge' | 'unmerge', string>>;
  readonly usage: string;
  /** `name` says the messenger and the address too. */
  readonly joined: (name: string) => string;
  readonly joinedBy: (of: { readonly name: string; readonly by: string }) => string;
  /** In the topic that is left; where it goes on follows as a link. */
  readonly goesOnIn: string;
  /** Who is a user of their own again follows; `by` null = nobody's name to show. */
  readonly parted: (of: { readonly by: string | null }) => string;
  readonly unknown: (wanted: string) => string;
  /** It was asked for in this person's own topic, or they are one already. */
  readonly already: string;
  /** Several fit; a button for each follows. */
  readonly several: string;
  readonly tooMany: string;
  /** One fits, by a name that others may have too. */
  readonly isItThem: (name: string) => string;
  /** Both have an open request. */
  readonly bothWait: (name: string) => string;
  /** A button. */
  readonly confirm: string;
  readonly done: string;
  readonly nothingToUndo: string;
  readonly undone: string;
  /** Instead of who resolved it, on the card of a request that ended so. */
  readonly onCard: (when: { readonly time: string }) => string;
  readonly labels: Readonly<Record<'addresses' | 'joinedWith', string>>;
  /** An address of WhatsApp that hides the phone number. */
  readonly hiddenAddress: (value: string) => string;
};

/** Writing to a customer first, over WhatsApp. */
export type WritingTexts = {
  readonly menu: string;
  readonly usage: string;
  readonly noPhone: (wanted: string) => string;
  readonly noText: string;
  readonly noConnection: string;
  readonly notConnected: (name: string) => string;
  readonly heldBy: (name: string) => string;
  readonly blocked: string;
  /** `phone` and the name of the connection; the topic follows as a link. */
  readonly sent: (to: { readonly phone: string; readonly connection: string }) => string;
};
