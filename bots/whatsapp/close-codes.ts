import type { AlarmKind } from '../../src/integrations/alarms.js';
import { msOfMinutes, msOfSeconds } from '../../src/shared/durations.js';

/** What follows when WhatsApp, or the network, has ended the connection of a linked phone. */
export type AfterClose =
  /** The phone is still linked: connect again after so long. */
  | { next: 'waiting'; pauseMs: number; alarm: AlarmKind | null; message: string | null }
  /** Another program speaks for this phone: not fought, tried again much later. */
  | { next: 'replaced'; pauseMs: number; alarm: AlarmKind; message: string }
  /** Not tried again by itself: `pauseMs` null until somebody asks. The session is kept. */
  | { next: 'refused'; pauseMs: number | null; alarm: AlarmKind; message: string }
  /** The session is worth nothing any more: its keys are erased, the phone has to be linked again. */
  | { next: 'logged_out'; alarm: AlarmKind; message: string };

/** One end of a connection. */
export type Close = {
  /** As Baileys gives it: WhatsApp's own code, or one for what happened to the network. */
  code: number;
  /** How many times in a row connecting ended before the phone was connected, this one included; 0 when it was connected. */
  failures: number;
  /** From 0 to 1, so that many phones don't come back in step. */
  random: number;
};

/** WhatsApp, its connection restarted right after linking. */
const restart = 515;
const loggedOut = 401;
const replaced = 440;

/** Codes with which WhatsApp takes a device off an account: https://github.com/tulir/whatsmeow (types/events, ConnectFailureReason). */
const removed = new Set([loggedOut, 419]);

/** Codes with which an account is locked or banned, for a while or for good. */
const banned: Readonly<Record<number, string>> = {
  402: 'WhatsApp has banned this number for a while',
  403: 'WhatsApp has locked this number',
  406: 'WhatsApp has banned this number',
};

/** What keeps this program out, whatever the phone. */
const outdated: Readonly<Record<number, string>> = {
  405: 'WhatsApp says that this version of Estafeta is too old for it',
  409: 'WhatsApp does not accept how this program introduces itself',
  411: 'The phone’s WhatsApp is too old for linked devices',
};

/** Names of what is tried again by itself, for the one who reads the log. */
const passing: Readonly<Record<number, string>> = {
  408: 'the connection was lost or timed out',
  428: 'the connection was closed',
  500: 'WhatsApp could not go on with this session',
  503: 'WhatsApp is not available at the moment',
};

/** So many failures in a row are no hiccup any more, and the owner is told: some four minutes. */
const tellAfter = 8;
const longestPauseMs = msOfMinutes(2);

/** Two programs that each take the link back at once would never stop: this one leaves it to the other for a good while. */
const leaveAloneMs = msOfMinutes(30);

/** The state after the end of a connection, and what its owner is told: one line for each code there is. */
export function afterClose({ code, failures, random }: Close): AfterClose {
  if (removed.has(code)) {
    return {
      next: 'logged_out',
      alarm: 'number_dropped',
      message:
        'The device was removed from the phone: link it again, with `estafeta whatsapp link` or /link in the managers’ group.',
    };
  }
  if (code === replaced) {
    const message =
      'Another program uses this link. Stop it; the connection is tried again after a while, or at once after /link.';
    return { next: 'replaced', pauseMs: spread(leaveAloneMs, random), alarm: 'number_replaced', message };
  }
  const refusal = banned[code];
  if (refusal) {
    const message = `${refusal} (code ${code}). Open WhatsApp on the phone and follow what it says there, then send /link.`;
    return { next: 'refused', pauseMs: null, alarm: 'number_banned', message };
  }
  const obstacle = outdated[code];
  if (obstacle) {
    const message = `${obstacle} (code ${code}). Update both; it is tried again every hour.`;
    return {
      next: 'refused',
      pauseMs: spread(msOfMinutes(60), random),
      alarm: 'number_unreachable',
      message,
    };
  }
  return again({ code, failures, random });
}

/** Connecting again by itself: at once after a restart, a moment after a mere drop, later and later while it fails. */
function again({ code, failures, random }: Close): AfterClose {
  if (code === restart && failures <= 1) return { next: 'waiting', pauseMs: 0, alarm: null, message: null };
  const pauseMs = Math.min(longestPauseMs, msOfSeconds(code === 503 ? 4 : 1) * 2 ** failures);
  const isLasting = failures >= tellAfter;
  const what = passing[code] ?? 'the connection ended';
  return {
    next: 'waiting',
    pauseMs: spread(pauseMs, random),
    alarm: isLasting ? 'number_unreachable' : null,
    message:
      failures < 2
        ? null
        : `WhatsApp can't be reached: ${what} (code ${code}). It is tried again by itself.${code === 500 && isLasting ? ' If it lasts, unlink the phone and link it again.' : ''}`,
  };
}

/** A quarter more or less. */
function spread(ms: number, random: number): number {
  return Math.round(ms * (0.75 + random / 2));
}
