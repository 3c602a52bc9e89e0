// Who may import whom. The folders' direction: cli → bots | workers | web | playground → src → src/shared.
const startFolders = ['bots', 'workers', 'web', 'playground'];

/** A package that may be imported only where its one home is. Types alone are free: they are gone when the program runs. */
function oneHome(name, packages, home) {
  return {
    name: `one-home-${name}`,
    comment: `${name} is imported only in ${home}: whatever else needs it asks that file.`,
    severity: 'error',
    from: { pathNot: [home, '^test/', '^bench/'] },
    to: { path: `(^|/)node_modules/(${packages})/`, dependencyTypesNot: ['type-only'] },
  };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'src-knows-no-starter',
      comment: 'src is the product: it knows no messenger and starts nothing.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: `^(${startFolders.join('|')}|cli|test|bench)/` },
    },
    ...startFolders.map((folder) => ({
      name: `${folder}-stand-alone`,
      comment:
        'bots, workers, web and playground are separate processes: what two of them need belongs to src.',
      severity: 'error',
      from: { path: `^${folder}/` },
      to: { path: `^(${[...startFolders, 'cli'].filter((other) => other !== folder).join('|')})/` },
    })),
    {
      name: 'shared-knows-no-product',
      comment: 'src/shared is below the product and knows nothing of it.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/(?!shared/)' },
    },
    {
      name: 'only-the-roots-know-the-app',
      comment: 'src/app.ts is where parts meet; a part that imports it would be wired twice.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app\\.ts$' },
      to: { path: '^src/app\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'decisions-are-pure',
      comment: 'What decides takes `now` and rows as arguments: no clock, no database, no queue, no SDK.',
      severity: 'error',
      from: {
        path: [
          '^src/handovers/(decide|due-times|handover-decision)\\.ts$',
          '^src/clients/(working-hours|working-calendar|zone-offsets)\\.ts$',
          '^src/intents/(keywords|pleasantries|offline-classifier|language|linear-model|text-features|text-vectors)\\.ts$',
          '^src/conversations/route\\.ts$',
          '^src/texts/',
        ],
      },
      to: {
        path: [
          '^src/shared/(clock|database|redis|leases|lease-keeper|logger)\\.ts$',
          '^src/jobs/',
          '(^|/)node_modules/(pg|bullmq|ioredis|openai|grammy|@prisma)/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-tests-in-the-program',
      severity: 'error',
      comment: 'Tests and benchmarks use the program, never the other way round.',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-development-package-in-the-program',
      severity: 'error',
      comment: 'An installation without development packages must start.',
      from: { path: `^(src|cli|prisma|${startFolders.join('|')})/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      comment: 'The imported file or package is not there.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphan',
      severity: 'error',
      comment: 'Nobody imports this file and it imports nobody: delete it.',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '^src/shared/prisma-client/', '\\.(cjs|mjs|js)$'] },
      to: {},
    },
    {
      name: 'panel-is-a-page',
      comment:
        'What runs in a browser takes nothing of the program but texts and pure files about what is typed, by name; build.mjs builds it anew when those change. Types are free.',
      severity: 'error',
      from: { path: '^web/panel/' },
      to: {
        path: '^(src|web)/',
        pathNot:
          '^(web/panel/|src/texts/(languages/|(render-notice|wording)\\.ts$)|src/prompts/(text-diff|prompt-variables|trial-limits)\\.ts$|src/clients/week-text\\.ts$|src/handovers/note-mark\\.ts$|src/messages/taken-files\\.ts$|src/admins/roles\\.ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'panel-asks-by-the-description',
      comment:
        'What the API takes and gives the panel knows from its description, like anybody else: not even a type of the server is imported (npm run generate).',
      severity: 'error',
      from: { path: '^web/panel/' },
      to: { path: '^web/server/' },
    },
    {
      name: 'server-knows-no-page',
      comment: 'The page is built and served as files: no code of it runs in the program.',
      severity: 'error',
      from: { pathNot: '^web/panel/' },
      to: { path: '^web/panel/' },
    },
    oneHome('grammy', 'grammy|@grammyjs/[^/]+', '^bots/telegram/'),
    oneHome('openai', 'openai', '^src/assistant/[^/]*openai[^/]*\\.ts$'),
    oneHome('bullmq', 'bullmq', '^src/jobs/queue\\.ts$'),
    oneHome('ioredis', 'ioredis', '^src/shared/redis\\.ts$'),
    oneHome('pg', 'pg', '^(src/shared/database\\.ts|src/jobs/queue\\.ts|prisma/|cli/)'),
    oneHome('pg-copy-streams', 'pg-copy-streams', '^cli/backup/'),
    oneHome('argon2', '@node-rs/argon2', '^src/admins/passwords\\.ts$'),
    oneHome('pino', 'pino', '^src/shared/logger\\.ts$'),
    oneHome('prom-client', 'prom-client', '^src/metrics/prometheus\\.ts$'),
    oneHome('baileys', '@whiskeysockets/baileys', '^(bots/whatsapp|playground/whatsapp)/'),
    oneHome('ws', 'ws', '^playground/whatsapp/'),
    oneHome('react', 'react|react-dom|@mantine/[^/]+|@tanstack/[^/]+', '^web/panel/'),
    oneHome('vite', 'vite', '^web/panel/build\\.mjs$'),
    oneHome('fastify', 'fastify|@fastify/[^/]+', '^(web/server|playground)/'),
    {
      ...oneHome(
        'prisma',
        '@prisma/(client|adapter-pg)',
        '(\\.repository\\.ts$|^src/shared/database\\.ts$|^src/shared/prisma-client/|^prisma/)',
      ),
    },
    {
      name: 'one-home-generated-prisma',
      comment: 'The generated client is imported only in repositories and src/shared/database.ts.',
      severity: 'error',
      from: {
        pathNot: [
          '\\.repository\\.ts$',
          '^src/shared/database\\.ts$',
          '^src/shared/prisma-client/',
          '^test/',
        ],
      },
      to: { path: '^src/shared/prisma-client/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/shared/prisma-client/', '^web/panel/api/generated/'] },
    exclude: { path: ['^playground/page/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
