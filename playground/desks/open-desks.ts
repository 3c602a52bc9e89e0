import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../src/app.js';
import type { Stage } from '../cast.js';
import { Desks } from './desks.js';

/** Where the local messengers are reached; null until somebody has chosen one. */
export type Reached = {
  /** What a linked phone connects to, and the host of its files with the certificate that one shows. */
  whatsapp: { socketUrl: string; media: { host: string; ca: string } } | null;
  /** The root of the local Graph API. */
  cloudRoot: string | null;
};

type Options = {
  app: App;
  folder: string;
  stages: readonly Stage[];
  /** Told here once they listen. */
  reached: Reached;
  /** Resolves with the program's own address, once it listens. */
  ownAddress: Promise<string>;
};

/**
 * The messengers beside Telegram, closed until they are chosen. What they are made of is loaded only then: the library of
 * linked phones alone needs more memory than all the rest of an idle program.
 */
export function openDesks({ app, folder, stages, reached, ownAddress }: Options): Desks {
  return new Desks({
    folder,
    stages,
    servers: {
      whatsapp: async (ground) => {
        const { openPhoneDesks } = await import('./phone-desks.js');
        const stateFile = join(ground.folder, 'state.json');
        return openPhoneDesks({ ...ground, app, stateFile }, ({ socketUrl, mediaHost: host, caFile }) => {
          reached.whatsapp = { socketUrl, media: { host, ca: readFileSync(caFile, 'utf8') } };
        });
      },
      whatsapp_cloud: async (ground) => {
        const { openCloudDesks } = await import('./cloud-desks.js');
        return openCloudDesks({ ...ground, app, ownAddress }, (root) => (reached.cloudRoot = root));
      },
    },
  });
}
