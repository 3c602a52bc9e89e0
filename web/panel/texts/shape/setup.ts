import type { Setup } from '../../api/clients.js';

type StepName = Setup['steps'][number]['name'];
type Reason = Setup['steps'][number]['reason'];

export type SetupTexts = {
  about: string;
  howFar: (done: number, all: number) => string;
  allDone: string;
  allDoneAbout: string;
  states: Record<Setup['steps'][number]['state'], string>;
  steps: Record<StepName, { title: string; why: string }>;
  /** What stands in the way of each step, or that it is done. */
  reasons: Record<StepName, Partial<Record<Reason, string>>>;
  goTo: (page: string) => string;
  putAway: string;
  putAwayAbout: string;
};
