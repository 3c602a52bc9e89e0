/** The state of the managers' group, each line with what to do. */
export type GroupTexts = Readonly<
  Record<'notAdmin' | 'topicsOff' | 'mayNotManageTopics' | 'notInGroup' | 'chatNotFound' | 'ready', string>
>;
