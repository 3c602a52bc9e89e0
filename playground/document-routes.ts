import { readdir, readFile } from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { projectFile } from '../src/shared/project-files.js';

type ProjectDocument = { name: string; title: string };

/** The project's documents for whoever tries it: what there is, and each as it is written. */
export const documentRoutes: FastifyPluginAsync = async (server) => {
  server.get('/playground/docs', listDocuments);
  server.get('/docs/:name', async (request, reply) => {
    const { name } = z.object({ name: z.string() }).parse(request.params);
    const known = await listDocuments();
    if (!known.some((one) => one.name === name))
      return reply.code(404).send({ error: `There is no document ${name}.` });
    return reply.type('text/plain; charset=utf-8').send(await readFile(projectFile('docs', name), 'utf8'));
  });
};

async function listDocuments(): Promise<ProjectDocument[]> {
  const names = (await readdir(projectFile('docs'))).filter((name) => name.endsWith('.md')).toSorted();
  return Promise.all(names.map(async (name) => ({ name, title: await titleOf(name) })));
}

async function titleOf(name: string): Promise<string> {
  const text = await readFile(projectFile('docs', name), 'utf8');
  return /^# (.+)$/m.exec(text)?.[1] ?? name;
}
