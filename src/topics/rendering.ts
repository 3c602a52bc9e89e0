import type { ClaimedPost } from './post-outbox.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Queryable } from '../shared/database.js';
import type { Texts } from '../texts/text-shape.js';

/** What every post is rendered from: its row, the client's settings and language, and the moment of sending. */
export type Rendering = { db: Queryable; post: ClaimedPost; profile: ClientProfile; words: Texts; now: Date };
