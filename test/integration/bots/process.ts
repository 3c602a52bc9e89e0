// A process of bots for tests that kill it: `node --import tsx process.ts <JSON of what it needs>`; says "ready" when it runs.
import { startBots } from '../../../bots/main.js';
import { systemClock } from '../../../src/shared/clock.js';
import { openDatabase } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { createSealedBox, parseSealingKeys } from '../../../src/shared/sealed-box.js';

export type ProcessArguments = {
  databaseUrl: string;
  sealingKeys: string;
  apiRoot: string;
  mediaDir: string;
  processName: string;
};

const { databaseUrl, sealingKeys, apiRoot, mediaDir, processName } = JSON.parse(
  process.argv[2] ?? '{}',
) as ProcessArguments;
const quiet = (): void => undefined;
await startBots({
  tools: {
    db: openDatabase(databaseUrl),
    clock: systemClock,
    bell: { turn: quiet, mirror: quiet, delivery: quiet, posts: quiet, handover: quiet },
    logger: silentLogger,
  },
  queues: { ownQueue: processName, handle: quiet },
  sealedBox: createSealedBox(parseSealingKeys(sealingKeys)),
  mediaDir,
  apiRootFor: () => apiRoot,
  processName,
  leaseSeconds: 3,
});
process.stdout.write('ready\n');
