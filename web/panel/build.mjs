// Makes the panel's page: `node web/panel/build.mjs FOLDER`. A process of its own, so that what the bundler needs of
// memory is gone when the program runs. Every file is kept compressed and nothing else: so it is sent.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const [folder] = process.argv.slice(2);
await build({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/panel/',
  configFile: false,
  envDir: false,
  logLevel: 'error',
  // Nothing in the page itself: the content security policy allows no inline script, style or picture.
  build: {
    outDir: folder,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2022',
  },
});
for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!name.isFile()) continue;
  const file = join(name.parentPath, name.name);
  writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
  rmSync(file);
}
