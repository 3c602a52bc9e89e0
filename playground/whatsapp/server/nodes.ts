import type { BinaryNode } from '@whiskeysockets/baileys';

/** The server's own address in WhatsApp's protocol. */
export const SERVER = 's.whatsapp.net';

type Attributes = Record<string, string | number | undefined>;

/** Makes a node of WhatsApp's binary XML; attributes without a value are left out, numbers become text. */
export function node(tag: string, attributes: Attributes = {}, content?: BinaryNode['content']): BinaryNode {
  const attrs: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) attrs[name] = String(value);
  }
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
}

/** Returns the nodes inside a node; none when it holds bytes or nothing. */
export function children(parent: BinaryNode | undefined, tag?: string): BinaryNode[] {
  const content = Array.isArray(parent?.content) ? parent.content : [];
  return tag === undefined ? content : content.filter((inner) => inner.tag === tag);
}

/** Returns the first node of that tag inside a node. */
export function child(parent: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(parent, tag)[0];
}

/** Returns the bytes a node holds; empty when there are none. */
export function bytesOf(parent: BinaryNode | undefined): Buffer {
  const content = parent?.content;
  return content === undefined || Array.isArray(content) ? Buffer.alloc(0) : Buffer.from(content);
}

/** Seconds since 1970, as WhatsApp stamps what it delivers. */
export function stamp(): string {
  return String(Math.floor(Date.now() / 1000));
}
