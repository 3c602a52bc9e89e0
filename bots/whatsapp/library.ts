import type { BaileysLibrary } from './context.js';

let loading: Promise<BaileysLibrary> | null = null;

/** Baileys, loaded when the first phone of this process is wanted: it is heavy, and most processes have none. */
export function loadBaileys(): Promise<BaileysLibrary> {
  return (loading ??= load());
}

async function load(): Promise<BaileysLibrary> {
  keepSessionsOutOfTheLog();
  return import('@whiskeysockets/baileys');
}

const loudest = ['log', 'info', 'warn', 'error'] as const;

/**
 * libsignal writes whole sessions, private keys and all, to the console (`session_record.js`, `session_cipher.js`), and
 * offers no way to stop it. What comes from its files is left out; everybody else's lines pass.
 */
function keepSessionsOutOfTheLog(): void {
  const { console: everybodys } = globalThis;
  for (const name of loudest) {
    const write = everybodys[name].bind(everybodys);
    everybodys[name] = (...said: unknown[]) => {
      if (!(new Error().stack ?? '').includes('/node_modules/libsignal/')) write(...said);
    };
  }
}
