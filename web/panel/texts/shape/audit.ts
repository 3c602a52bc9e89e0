export type AuditTexts = {
  about: string;
  ownAbout: string;
  actor: string;
  subject: string;
  subjectAbout: string;
  nothing: string;
  changed: (fields: number) => string;
  nothingThere: string;
  /** What was done; what stands in neither list is shown as it was written down. */
  actions: Readonly<Record<string, string>>;
  subjects: Readonly<Record<string, string>>;
};
