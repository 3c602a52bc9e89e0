/** The state of the managers' group, each line with what to do; connecting a group; what has changed in it. */
export type GroupTexts = Readonly<
  Record<'notAdmin' | 'topicsOff' | 'mayNotManageTopics' | 'notInGroup' | 'chatNotFound' | 'ready', string>
> & {
  /** Said when the bot comes into a group of no client. */
  readonly greeting: (of: { chatId: string }) => string;
  readonly howToConnect: string;
  readonly connected: (of: { client: string }) => string;
  readonly connectedAlready: string;
  /** Wrong, used, too old or another bot's: whoever guesses is not told which. */
  readonly codeRefused: string;
  readonly tooManyCodes: string;
  readonly connectAdminsOnly: string;
  readonly connectUnsure: string;
  readonly groupTaken: string;
  readonly topicsNowOn: string;
  readonly topicsNowOff: string;
  /** Whoever runs the installation has suspended the client, or taken it up again. */
  readonly suspended: string;
  readonly resumed: string;
  /** Under a card that stands in the group itself though it has topics. */
  readonly cardWithoutTopic: string;
};
