/** One command of the command line. */
export type Command = {
  /** As it is typed: `client list` */
  words: string;
  /** What follows it, for the help. */
  usage: string;
  about: string;
  /** Loads what the command needs, and nothing of the others; then runs it. @returns the exit code */
  run(args: readonly string[]): Promise<number>;
};

/** Every command there is. */
export const commands: readonly Command[] = [
  {
    words: 'start',
    usage: '[--role all|bots|workers|web]',
    about: 'Run everything in one process, or one role of it',
    run: async (args) => (await import('./start.js')).runStart(args),
  },
  {
    words: 'apply',
    usage: 'FILE.yaml [--prune] [--yes]',
    about: 'Create or change a client from its file; --prune removes what the file leaves out',
    run: async (args) => (await import('./apply.js')).runApply(args),
  },
  {
    words: 'client list',
    usage: '',
    about: 'The clients, their connections and open handovers',
    run: async (args) => (await import('./client-list.js')).runClientList(args),
  },
  {
    words: 'client connect-code',
    usage: 'CLIENT',
    about: 'A code for /connect in the managers’ group: good once, for a day',
    run: async (args) => (await import('./connect-code.js')).runConnectCode(args),
  },
  {
    words: 'migrate',
    usage: '',
    about: 'Bring the database up to this program',
    run: async (args) => (await import('./migrate.js')).runMigrate(args),
  },
  {
    words: 'doctor',
    usage: '[--model]',
    about:
      'Check database, queue, bot tokens, numbers and group rights, with --model the model; says what to do',
    run: async (args) => (await import('./doctor.js')).runDoctor(args),
  },
  {
    words: 'backup',
    usage: '[FOLDER] [--with-keys] [--no-media]',
    about: 'Write everything into a folder, while the installation runs',
    run: async (args) => (await import('./backup.js')).runBackup(args),
  },
  {
    words: 'restore',
    usage: 'FOLDER',
    about: 'Bring a backup back, into an empty database',
    run: async (args) => (await import('./restore.js')).runRestore(args),
  },
  {
    words: 'export',
    usage: 'CLIENT USER [--to FOLDER]',
    about: 'Everything kept of a user, as a folder; USER is a phone, @name or id',
    run: async (args) => (await import('./privacy.js')).runExport(args),
  },
  {
    words: 'erase',
    usage: 'CLIENT USER [--yes]',
    about: 'Erase a user for good, after asking; USER is a phone, @name or id',
    run: async (args) => (await import('./privacy.js')).runErase(args),
  },
  {
    words: 'updates list',
    usage: '[--all]',
    about: 'Updates that could not be handled; --all also those replayed since',
    run: async (args) => (await import('./updates.js')).runUpdatesList(args),
  },
  {
    words: 'updates replay',
    usage: 'ID… | --all',
    about: 'Have updates handled once more that could not be handled',
    run: async (args) => (await import('./updates.js')).runUpdatesReplay(args),
  },
  {
    words: 'updates discard',
    usage: 'ID… | --all',
    about: 'Throw updates away that could not be handled',
    run: async (args) => (await import('./updates.js')).runUpdatesDiscard(args),
  },
  {
    words: 'whatsapp link',
    usage: 'CLIENT [NAME] [--code NUMBER]',
    about: 'Link a WhatsApp phone: by a QR code here, or by a code to type on it',
    run: async (args) => (await import('./whatsapp.js')).runWhatsappLink(args),
  },
  {
    words: 'whatsapp unlink',
    usage: 'CLIENT [NAME]',
    about: 'Log a linked WhatsApp phone out and erase its keys',
    run: async (args) => (await import('./whatsapp.js')).runWhatsappUnlink(args),
  },
  {
    words: 'whatsapp status',
    usage: '[CLIENT]',
    about: 'Where the links of WhatsApp phones stand, and what to do',
    run: async (args) => (await import('./whatsapp.js')).runWhatsappStatus(args),
  },
  {
    words: 'admin create',
    usage: 'EMAIL [--name N] [--client C] [--role R]',
    about: 'An admin of the panel: of a client, or of the whole installation',
    run: async (args) => (await import('./admin.js')).runAdminCreate(args),
  },
  {
    words: 'admin list',
    usage: '',
    about: 'The admins of the panel and their roles',
    run: async (args) => (await import('./admin.js')).runAdminList(args),
  },
  {
    words: 'admin reset',
    usage: 'EMAIL',
    about: 'A link for an admin who has lost the password or the authenticator app',
    run: async (args) => (await import('./admin.js')).runAdminReset(args),
  },
  {
    words: 'admin disable',
    usage: 'EMAIL [--undo]',
    about: 'Let an admin in no more; with --undo again',
    run: async (args) => (await import('./admin.js')).runAdminDisable(args),
  },
];

/** What `help` prints. */
export function helpText(): string {
  const lines = commands.map(({ words, usage, about }) => `  ${`${words} ${usage}`.padEnd(44)}${about}`);
  return ['Usage: npm run estafeta -- COMMAND', '', ...lines, `  ${'help'.padEnd(44)}This text`].join('\n');
}
