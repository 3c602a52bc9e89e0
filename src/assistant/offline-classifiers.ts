import type { Classification, Classifier, UnreadLine } from '../intents/classifier.js';
import { offlineClassifier } from '../intents/classify-offline.js';
import type { Intent } from '../intents/load-intents.js';
import { trainOfflineClassifier } from '../intents/offline-classifier.js';
import { fingerprint } from '../shared/fingerprint.js';
import type { ClientId } from '../shared/ids.js';

/** Sorts messages by the examples of each client, without a network. */
export type OfflineClassifiers = {
  /**
   * @param unread what is to be judged, oldest first
   * @param languages of the client and the user
   */
  classify(
    client_id: ClientId,
    intents: readonly Intent[],
    said: { unread: readonly UnreadLine[]; languages: readonly string[] },
  ): Promise<Classification>;
};

/** Of more clients than these, those who wrote longest ago are learned anew when they write again. */
const mostClients = 100;

/** Learns each client's examples when they are first needed, and again when they have changed. */
export function offlineClassifiers(): OfflineClassifiers {
  const trained = new Map<ClientId, { examples: string; classifier: Promise<Classifier> }>();

  const classifierOf = (client_id: ClientId, intents: readonly Intent[]): Promise<Classifier> => {
    const examples = fingerprint(taughtBy(intents));
    const known = trained.get(client_id);
    // Put back at the end: the first one in the map is the one that was used longest ago.
    trained.delete(client_id);
    const classifier =
      known?.examples === examples
        ? known.classifier
        : trainOfflineClassifier(intents).then(offlineClassifier);
    trained.set(client_id, { examples, classifier });
    const oldest = trained.keys().next().value;
    if (trained.size > mostClients && oldest !== undefined) trained.delete(oldest);
    return classifier;
  };

  return {
    async classify(client_id, intents, said) {
      const classifier = await classifierOf(client_id, intents);
      return classifier.classify(said);
    },
  };
}

function taughtBy(intents: readonly Intent[]): unknown {
  return intents.map(({ name, examples }) => [name, examples]);
}
