const SAYINGS =
  /^(Closing|Opening|Migrating|Removing old closed) (open )?session|^Session (already|error)|^Failed to decrypt message|^Decrypted message with closed session/;

let quiet = false;

/** libsignal prints its sessions, private keys among them, on the console: not here. Once is enough. */
export function quietSignal(): void {
  if (quiet) return;
  quiet = true;
  for (const level of ['info', 'warn', 'error'] as const) {
    const print = console[level];
    console[level] = (...said: unknown[]): void => {
      if (typeof said[0] !== 'string' || !SAYINGS.test(said[0])) print.apply(console, said);
    };
  }
}
