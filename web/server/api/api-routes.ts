import { accountRoutes } from './account.js';
import { adminRoutes } from './admins.js';
import { auditRoutes } from './audit.js';
import { channelRoutes } from './channels.js';
import { clientRoutes } from './clients.js';
import { conversationRoutes } from './conversations.js';
import { defaultPromptRoutes } from './default-prompts.js';
import { docsRoutes } from './docs.js';
import { eventRoutes } from './events.js';
import { handoverFileRoutes } from './handover-files.js';
import { handoverRoutes } from './handovers.js';
import { intentRoutes } from './intents.js';
import { managerRoutes } from './managers.js';
import { meRoutes } from './me.js';
import { mediaRoutes } from './media.js';
import { memberRoutes } from './members.js';
import { promptRoutes } from './prompts.js';
import { queueRoutes } from './queues.js';
import { reportRoutes } from './reports.js';
import type { Route } from './route.js';
import { settingRoutes } from './settings.js';
import { signInRoutes } from './sign-in.js';
import { noticeRoutes, textRoutes } from './texts.js';
import { tokenRoutes } from './tokens.js';
import { userRoutes } from './users.js';

const described: readonly Route[] = [
  ...signInRoutes,
  ...meRoutes,
  ...accountRoutes,
  ...clientRoutes,
  ...memberRoutes,
  ...tokenRoutes,
  ...auditRoutes,
  ...promptRoutes,
  ...defaultPromptRoutes,
  ...settingRoutes,
  ...channelRoutes,
  ...intentRoutes,
  ...noticeRoutes,
  ...textRoutes,
  ...managerRoutes,
  ...reportRoutes,
  ...conversationRoutes,
  ...handoverRoutes,
  ...handoverFileRoutes,
  ...eventRoutes,
  ...mediaRoutes,
  ...userRoutes,
  ...adminRoutes,
  ...queueRoutes,
];

/** Every route of the API. What stands here is served, described under /api/docs and tried by the tests of access. */
export const apiRoutes: readonly Route[] = [...described, ...docsRoutes(described)];
