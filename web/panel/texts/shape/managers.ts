/** A manager of the group is asked for the person in the panel, and the other way round. */
export type JoinedTo = 'admin' | 'manager';

export type ManagerTexts = {
  about: string;
  addManager: string;
  addAbout: string;
  none: string;
  noneWhat: string;
  active: string;
  inactive: string;
  lastSeen: (when: string) => string;
  openHandovers: (count: number) => string;
  letGo: string;
  letGoTitle: (name: string) => string;
  letGoAbout: string;
  takeBack: string;
  /** @param name null: of an admin who has no access any more */
  inPanel: (name: string | null) => string;
  panelOnly: string;
  join: string;
  joinTitle: Record<JoinedTo, (name: string) => string>;
  joinAbout: string;
  joinTo: Record<JoinedTo, string>;
  nobodyToJoin: Record<JoinedTo, string>;
  choose: string;
  you: (name: string) => string;
  part: string;
  partTitle: (name: string) => string;
  partAbout: string;
  fields: Record<'name' | 'telegram_user_id', string>;
  fieldAbout: Record<'name' | 'telegram_user_id', string>;
  wrongNumber: string;
};
