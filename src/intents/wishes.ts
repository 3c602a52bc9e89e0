import type { Finding } from './classifier.js';
import type { Intent } from './load-intents.js';

/** Something that a user surely wants. */
export type Wish = Pick<Finding, 'text' | 'seqs' | 'confidence'> & { intent: Intent };

/** By what a finding is a wish: the client's intents, and how sure it has to be. */
type Measure = { intents: readonly Intent[]; confidence_threshold: number };

/**
 * What is surely wanted, in the order it was said. What its parts tell comes before what the whole seems to be about,
 * unless the whole is surer: then one question was written in several pieces. Whoever needs a person is heard in either.
 */
export function wishesIn(found: Finding, measure: Measure): Wish[] {
  const inParts = found.parts.flatMap((part) => wishesIn(part, measure));
  const whole = asWish(found, measure);
  if (whole === null) return inParts;
  if (needsPerson(whole)) return inParts.some(needsPerson) ? inParts : [...inParts, whole];
  const isSurer = inParts.every(({ confidence }) => confidence < whole.confidence);
  return isSurer ? [whole, ...inParts.filter(needsPerson)] : inParts;
}

/** The one that decides what is done: whoever needs a person comes before all else, what is passed over comes last. */
export function mostPressing(wishes: readonly Wish[]): Wish | undefined {
  return wishes.find(needsPerson) ?? wishes.find(({ intent }) => intent.action !== 'ignore') ?? wishes[0];
}

/**
 * What one line is kept with: what was wanted in it, else what it is most surely about.
 *
 * @returns null for a line that was passed over beside others
 */
export function understoodOf(
  seq: number,
  found: Finding,
  wishes: readonly Wish[],
): { intent: string | null; confidence: number } | null {
  const wanted = mostPressing(wishes.filter(({ seqs }) => seqs.includes(seq)));
  if (wanted) return { intent: wanted.intent.name, confidence: wanted.confidence };
  const isBurst = found.seqs.length > 1 && found.parts.length > 0;
  const own = isBurst ? found.parts.find(({ seqs }) => seqs.includes(seq)) : found;
  return own ? surest(own) : null;
}

/** What is most surely said: by all of it, or by a part. */
export function surest(found: Finding): Finding {
  return found.parts
    .map(surest)
    .reduce((most, part) => (part.confidence > most.confidence ? part : most), found);
}

function asWish(
  { text, seqs, confidence, intent: name }: Finding,
  { intents, confidence_threshold }: Measure,
): Wish | null {
  const intent = intents.find((one) => one.name === name);
  return intent && confidence >= confidence_threshold ? { text, seqs, confidence, intent } : null;
}

function needsPerson({ intent }: Wish): boolean {
  return intent.action === 'handover';
}
