import type { IdentityKind } from '../../../../src/messages/inbound-message.js';

/** The people who write to a client. */
export type UsersTexts = {
  about: string;
  find: string;
  findAbout: string;
  none: string;
  noneWhat: string;
  nobody: string;
  choose: string;
  blocked: string;
  unreachable: string;
  isBeingErased: string;
  seen: (when: { known: string; active: string }) => string;
  addresses: string;
  identities: Record<IdentityKind, string>;
  conversations: (count: number) => string;
  messages: (count: number) => string;
  requests: (count: number) => string;
  newestOf: (shown: number, count: number) => string;
  block: string;
  unblock: string;
  blockTitle: (name: string) => string;
  blockAbout: string;
  onePerson: string;
  onePersonAbout: string;
  merged: (name: string, when: string) => string;
  byAddresses: string;
  merge: string;
  mergeTitle: (name: string) => string;
  mergeAbout: string;
  /** A button beside each who was found. */
  mergeWith: (name: string) => string;
  mergeNobody: string;
  unmerge: string;
  unmergeTitle: (name: string) => string;
  unmergeAbout: string;
  data: string;
  dataAbout: string;
  export: string;
  erase: string;
  eraseTitle: (name: string) => string;
  /** Amounts with their words. */
  eraseWhat: (amounts: { conversations: string; messages: string; requests: string }) => string;
  eraseAbout: string;
  typeName: (name: string) => string;
  wrongName: string;
  erasing: string;
  erased: string;
  rowsWait: string;
  rows: (amounts: { conversations: string; messages: string }) => string;
  files: (count: number) => string;
  filesLeft: (left: number) => string;
  group: string;
  groupLeft: string;
  groupRefused: string;
  backups: string;
};
