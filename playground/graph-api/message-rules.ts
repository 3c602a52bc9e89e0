import { z } from 'zod';
import { GraphError, invalidParameter } from './graph-error.js';
import type { BusinessNumber, Template } from './model.js';

const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;

const parameter = z.object({ text: z.string().default('') });
const template = z.object({
  name: z.string(),
  language: z.object({ code: z.string() }),
  components: z.array(z.object({ type: z.string(), parameters: z.array(parameter).optional() })).optional(),
});
const titled = z.object({ id: z.string(), title: z.string() });
const buttonsOf = z.object({ action: z.object({ buttons: z.array(z.object({ reply: titled })) }) });
const rowsOf = z.object({
  action: z.object({ sections: z.array(z.object({ title: z.string().optional(), rows: z.array(titled) })) }),
});

/**
 * What Meta wants beyond its description, as it answers it.
 * @param type of the message, with what the body holds under that name
 * @throws GraphError
 */
export function refuseWrongContent(type: string, content: Record<string, unknown>): void {
  if (type === 'text') {
    const body = String(content['body']);
    if (body.trim() === '') throw new GraphError(131008, { details: 'text.body is required' });
    if (body.length > TEXT_LIMIT) {
      throw invalidParameter(`Param text['body'] must be at most ${TEXT_LIMIT} characters long.`);
    }
  }
  if (typeof content['caption'] === 'string' && content['caption'].length > CAPTION_LIMIT) {
    throw invalidParameter(`Param ${type}['caption'] must be at most ${CAPTION_LIMIT} characters long.`);
  }
  if (type === 'audio' && content['caption'] !== undefined) {
    throw invalidParameter("Unexpected key 'caption' on param 'audio'.");
  }
  if (type === 'interactive') refuseWrongButtons(content);
}

/** Buttons and rows have to differ; and ten rows are all there may be, over all sections. */
function refuseWrongButtons(content: Record<string, unknown>): void {
  if (content['body'] === undefined)
    throw new GraphError(131008, { details: 'interactive.body is required' });
  const buttons = buttonsOf.safeParse(content).data?.action.buttons.map(({ reply }) => reply);
  const sections = rowsOf.safeParse(content).data?.action.sections ?? [];
  if (sections.length > 1 && sections.some(({ title }) => !title)) {
    throw new GraphError(131009, {
      details: 'Section title is required when there is more than one section.',
    });
  }
  const offered = buttons ?? sections.flatMap(({ rows }) => rows);
  if (!buttons && offered.length > 10) {
    throw new GraphError(131009, { details: 'Total row count exceed max allowed count: 10' });
  }
  if (offered.some(({ title }) => title.trim() === '')) {
    throw new GraphError(131009, { details: 'Button title is required' });
  }
  if (new Set(offered.map(({ id }) => id)).size < offered.length) {
    throw new GraphError(131009, { details: 'Duplicated id found' });
  }
  const titles = new Set(offered.map(({ title }) => title));
  if (buttons && titles.size < offered.length)
    throw new GraphError(131009, { details: 'Duplicated title found' });
}

/**
 * The template a message names, and its text with the parameters put in.
 * @throws GraphError 132001, 132000, 132015 or 132016
 */
export function fillTemplate(
  number: BusinessNumber,
  content: Record<string, unknown>,
): { template: Template; text: string; parameters: string[] } {
  const { name, language, components = [] } = template.parse(content);
  const found = number.templates.find((one) => one.name === name && one.language === language.code);
  if (!found || found.status === 'PENDING' || found.status === 'REJECTED') {
    throw new GraphError(132001, { details: `template name (${name}) does not exist in ${language.code}` });
  }
  if (found.status !== 'APPROVED') throw new GraphError(found.status === 'PAUSED' ? 132015 : 132016);
  const given = (wanted: string): string[] =>
    (components.find(({ type }) => type === wanted)?.parameters ?? []).map(({ text }) => text);
  const parameters = given('body');
  refuseWrongCount('header', given('header'), found.header ?? '');
  refuseWrongCount('body', parameters, found.body);
  const text = found.body.replaceAll(
    /\{\{(\d+)\}\}/g,
    (_place, n: string) => parameters[Number(n) - 1] ?? '',
  );
  return { template: found, text, parameters };
}

function refuseWrongCount(where: string, parameters: string[], text: string): void {
  const expected = new Set(text.match(/\{\{\d+\}\}/g)).size;
  if (parameters.length === expected) return;
  throw new GraphError(132000, {
    details: `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${expected})`,
  });
}
