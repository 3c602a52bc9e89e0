import type { Intent, TriedMessage } from '../../api/intents.js';

type Field = 'name' | 'description' | 'reply' | 'examples';

export type IntentTexts = Record<Field | 'action', string> & {
  about: string;
  addIntent: string;
  choose: string;
  none: string;
  noneWhat: string;
  findAbout: string;
  fieldAbout: Record<Field, string>;
  actions: Record<Intent['action'], string>;
  actionAbout: Record<Intent['action'], string>;
  examplesCount: (count: number) => string;
  wrongName: string;
  removeAbout: string;
  tryTitle: string;
  tryAbout: string;
  message: string;
  needsMessage: string;
  tryNow: string;
  noIntent: string;
  confidence: (percent: string) => string;
  outcomes: Record<TriedMessage['action'], string>;
  by: Record<TriedMessage['by'], string>;
};
