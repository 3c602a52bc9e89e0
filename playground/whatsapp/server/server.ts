import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { WebSocketServer } from 'ws';
import { Connection, type ConnectionListener } from './connection.js';
import { LinkCodes } from './link-code.js';
import { login } from './login.js';
import { takeMessage } from './messages.js';
import type { Network } from './network.js';
import type { Greeting } from './noise.js';
import { child, node, SERVER } from './nodes.js';
import { Pairing } from './pairing.js';
import { takeChatState, takePresence } from './presence.js';
import { answerQuery } from './queries.js';
import { takeReceipt } from './receipts.js';

const PATH = '/ws/chat';

/** The part of the local WhatsApp that phones and linked devices connect to. */
export class WhatsAppServer implements ConnectionListener {
  readonly pairing: Pairing;
  readonly linkCodes: LinkCodes;
  readonly #network: Network;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;

  constructor(network: Network) {
    this.#network = network;
    this.pairing = new Pairing(network);
    this.linkCodes = new LinkCodes(network, this.pairing);
    this.#http = createServer((_request, response) => response.writeHead(404).end());
    this.#sockets = new WebSocketServer({ server: this.#http, path: PATH });
    this.#sockets.on('connection', (socket) => {
      network.connections.add(new Connection(socket, network.keys, this));
    });
  }

  /** Listens on 127.0.0.1; resolves with the address clients connect to. Port 0 = any free one. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, '127.0.0.1', resolve);
    });
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}${PATH}`;
  }

  async close(): Promise<void> {
    this.#network.close();
    this.#sockets.close();
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#http.close(() => resolve());
    });
  }

  greeted(connection: Connection, greeting: Greeting): void {
    if (greeting.payload.devicePairingData) this.pairing.begin(connection);
    else login(this.#network, connection, greeting);
  }

  closed(connection: Connection): void {
    this.pairing.forget(connection);
    this.linkCodes.forget(connection);
    this.#network.forget(connection);
  }

  received(connection: Connection, stanza: BinaryNode): void {
    const { who } = connection;
    if (!who) return this.#fromStranger(connection, stanza);
    const network = this.#network;
    switch (stanza.tag) {
      case 'iq':
        return answerQuery({ network, connection, who, stanza });
      case 'message':
        return takeMessage(network, connection, who, stanza);
      case 'receipt':
        return takeReceipt(network, connection, who, stanza);
      case 'ack':
        return network.acknowledged(who, stanza);
      case 'chatstate':
        return takeChatState(network, who, stanza);
      case 'presence':
        return takePresence(network, connection, who, stanza);
      default:
    }
  }

  /** A device that is not linked yet may only pair and show that it is there. */
  #fromStranger(connection: Connection, stanza: BinaryNode): void {
    const { id, type, xmlns } = stanza.attrs;
    const aboutCodes = child(stanza, 'link_code_companion_reg');
    if (aboutCodes) return this.linkCodes.take(connection, stanza, aboutCodes);
    if (child(stanza, 'pair-device-sign')) return this.pairing.signed(connection);
    if (xmlns === 'w:p' && type === 'get') connection.send(node('iq', { from: SERVER, type: 'result', id }));
  }
}
