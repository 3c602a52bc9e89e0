import { defaultPromptRoutes } from './default-prompts.js';
import { meRoutes } from './me.js';
import { promptRoutes } from './prompts.js';
import type { Route } from './route.js';

/** Every route of the API. What stands here is served, described under /api/docs and tried by the tests of access. */
export const apiRoutes: readonly Route[] = [...meRoutes, ...promptRoutes, ...defaultPromptRoutes];
