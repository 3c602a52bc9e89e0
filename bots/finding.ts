/** One thing a doctor looked at: fine, or what is wrong and what to do. */
export type Finding = { what: string; ok: boolean; words: string };
