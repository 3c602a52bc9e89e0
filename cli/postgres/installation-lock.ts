import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';

/** Who holds an installation: its process, and the port of its PostgreSQL once that answers. */
export interface Holder {
  pid: number;
  port: number | null;
}

export interface InstallationLock {
  /** The port that is held; to be kept for the next start. */
  lockPort: number;
  /** What others are told who come while we run. */
  tell(holder: Holder): void;
  release(): Promise<void>;
}

/**
 * Takes the lock of one installation: a port on 127.0.0.1 that is listened on for as long as the process lives. The system
 * lets go of it when the process dies in whatever way, which no file can promise.
 *
 * @param installation its random name, by which a foreign program on the port is told from us
 * @param wanted the port held at the last start; another is taken when a foreign program has it
 * @returns the lock, or who holds it
 */
export async function takeInstallationLock(
  installation: string,
  wanted: number,
): Promise<{ lock: InstallationLock } | { heldBy: Holder }> {
  let holder: Holder = { pid: process.pid, port: null };
  const door = createServer((visitor) => {
    visitor.on('error', () => undefined);
    visitor.end(JSON.stringify({ installation, ...holder }));
  });
  if (!(await listens(door, wanted))) {
    const heldBy = await askHolder(installation, wanted);
    if (heldBy) return { heldBy };
    await listens(door, 0);
  }
  door.unref();
  const lock: InstallationLock = {
    lockPort: (door.address() as AddressInfo).port,
    tell(told) {
      holder = told;
    },
    release: () => new Promise((resolve) => door.close(() => resolve())),
  };
  return { lock };
}

/** Who holds an installation now, as it tells itself; undefined when nobody of ours listens there. */
export async function askHolder(installation: string, lockPort: number): Promise<Holder | undefined> {
  const visitor = connect({ port: lockPort, host: '127.0.0.1', timeout: 2_000 });
  visitor.on('timeout', () => visitor.destroy(new Error('no answer')));
  try {
    const answer = JSON.parse(await text(visitor)) as Partial<Holder> & { installation?: string };
    if (answer.installation !== installation || answer.pid === undefined) return undefined;
    return { pid: answer.pid, port: answer.port ?? null };
  } catch {
    return undefined;
  }
}

function listens(door: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const refused = (): void => resolve(false);
    door.once('error', refused);
    door.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      door.off('error', refused);
      resolve(true);
    });
  });
}
