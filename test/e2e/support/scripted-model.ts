import Fastify from 'fastify';
import type { ModelPurpose } from '../../../src/assistant/model.js';

/** What the model was asked, as it came over HTTP. */
export type Asked = {
  purpose: ModelPurpose;
  system: string;
  messages: { role: string; content: string }[];
  /** The user's words that are to be judged; only of a `classify`. */
  unread: string[];
};

/**
 * How the model goes about a question: a value by the schema of its purpose (of a recording: the `text` that is said in
 * it), or a status to fail with.
 */
export type Answering = (asked: Asked) => object | { fail: number };

/** The part of the model that one client's story writes and sees. */
export type ModelScript = {
  /** Everything asked for this client, oldest first. */
  asked: Asked[];
  /** What it answers from now on, by purpose. */
  answers: Partial<Record<ModelPurpose, Answering>>;
  /** Keeps the answers to a purpose back from now on. */
  hold(purpose: ModelPurpose): {
    /** Resolves with the next question that waits. */
    arrived: Promise<Asked>;
    /** Lets all of them go, those to come as well. */
    release(): void;
  };
};

export type ModelServer = {
  /** What `OPENAI_BASE_URL` is. */
  url: string;
  /**
   * The script of whoever carries this mark.
   *
   * @param mark a word that stands in everything asked for one client: in its prompts, in its managers' names, and in the
   *   bytes of its users' recordings
   */
  scriptFor(mark: string): ModelScript;
  close(): Promise<void>;
};

type Held = { purpose: ModelPurpose; told: (asked: Asked) => void; released: Promise<void> };
type Script = ModelScript & { held: Held[] };

const purposes: Record<string, ModelPurpose> = {
  classification: 'classify',
  answer: 'answer',
  summary: 'summary',
};

/** What the model makes of a question nobody has written an answer for. */
const ordinary: Record<ModelPurpose, object> = {
  classify: {
    intent: null,
    confidence: 0.2,
    wants_human: false,
    language: 'ru',
    pleasantry: false,
    out_of_scope: false,
    summary: 'Спрашивает о кофейне',
  },
  answer: { action: 'answer', text: 'Да, всё так.' },
  summary: { summary: 'Коллега ответил на вопрос.' },
  transcribe: { text: '', usage: { type: 'tokens', input_tokens: 50, output_tokens: 10, total_tokens: 60 } },
};

/** A server that speaks the OpenAI protocol and answers what stories have written. */
export async function serveModel(): Promise<ModelServer> {
  const scripts = new Map<string, Script>();
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 10_000_000 });
  app.post<{ Body: Completion }>('/chat/completions', async ({ body }, reply) => {
    if (body.response_format.json_schema.name === 'connection_check')
      return completion(body.model, { ready: true });
    const asked = readQuestion(body);
    const answer = await answerOf(scripts, asked);
    if (answer === null) return reply.code(500).send(noStory);
    if ('fail' in answer) return reply.code(Number(answer.fail)).send(asWanted);
    return completion(body.model, { ...ordinary[asked.purpose], ...answer });
  });
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post<{ Body: Buffer }>('/audio/transcriptions', async ({ body }, reply) => {
    // What is asked is the recording itself.
    const messages = [{ role: 'user', content: body.toString('utf8') }];
    const answer = await answerOf(scripts, { purpose: 'transcribe', system: '', messages, unread: [] });
    if (answer === null) return reply.code(500).send(noStory);
    if ('fail' in answer) return reply.code(Number(answer.fail)).send(asWanted);
    return { ...ordinary.transcribe, ...answer };
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    scriptFor(mark) {
      const script = newScript();
      scripts.set(mark, script);
      return script;
    },
    close: () => app.close(),
  };
}

const noStory = { error: { message: 'no story asked for this' } };
const asWanted = { error: { message: 'as the story wants', code: null } };

/** What the story that asks for it has written, once it lets it go; null when no story does. */
async function answerOf(scripts: Map<string, Script>, asked: Asked): Promise<object | null> {
  const script = scriptOf(scripts, asked);
  if (!script) return null;
  script.asked.push(asked);
  const held = script.held.filter(({ purpose }) => purpose === asked.purpose);
  for (const one of held) one.told(asked);
  await Promise.all(held.map(({ released }) => released));
  return script.answers[asked.purpose]?.(asked) ?? {};
}

type Completion = {
  model: string;
  messages: { role: string; content: string }[];
  response_format: { json_schema: { name: string } };
};

function newScript(): Script {
  const held: Held[] = [];
  return {
    asked: [],
    answers: {},
    held,
    hold(purpose) {
      let told: (asked: Asked) => void = () => undefined;
      let release: () => void = () => undefined;
      const arrived = new Promise<Asked>((resolve) => (told = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      held.push({ purpose, told, released });
      return { arrived, release };
    },
  };
}

function readQuestion({ messages, response_format }: Completion): Asked {
  const purpose = purposes[response_format.json_schema.name];
  if (!purpose) throw new Error(`no such question: ${response_format.json_schema.name}`);
  const [system, ...said] = messages;
  return {
    purpose,
    system: system?.content ?? '',
    messages: said,
    unread: purpose === 'classify' ? unreadOf(said) : [],
  };
}

function unreadOf([message]: { content: string }[]): string[] {
  const { conversation } = JSON.parse(message?.content ?? '{}') as {
    conversation: { text: string; unread?: true }[];
  };
  return conversation.filter(({ unread }) => unread).map(({ text }) => text);
}

function scriptOf(scripts: Map<string, Script>, { system, messages }: Asked): Script | undefined {
  const said = [system, ...messages.map(({ content }) => content)].join('\n');
  return [...scripts].find(([mark]) => said.includes(mark))?.[1];
}

function completion(model: string, value: object): object {
  return {
    id: 'completion',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: { role: 'assistant', content: JSON.stringify(value), refusal: null },
      },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}
