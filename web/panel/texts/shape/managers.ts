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
  fields: Record<'name' | 'telegram_user_id', string>;
  fieldAbout: Record<'name' | 'telegram_user_id', string>;
  wrongNumber: string;
};
