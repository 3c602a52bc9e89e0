import { sql } from '../shared/database.js';

/** The parts of an album come one by one: they are gathered for at least this long. */
export const albumGatheringMs = 1_000;

/** So many parts an album has at most. https://core.telegram.org/bots/api#sendmediagroup */
export const mostAlbumParts = 10;

/**
 * What may stand together in an album, for a message `m`: photos with films, files with files, music with music. Null
 * for what stands alone. (The rule is Telegram's, and the strictest of the messengers'.)
 */
export const albumFamily = sql`
  CASE WHEN m.kind IN ('image', 'video') AND NOT coalesce((m.media->>'is_animation')::boolean, false) THEN 'pictures'
    WHEN m.kind IN ('document', 'audio') THEN m.kind END`;
