import type { App } from '../../src/app.js';
import { askForLink, readLink, unlink } from '../../src/integrations/whatsapp-link.js';
import type { ShownLink } from '../../src/integrations/whatsapp-link.js';
import { wait } from '../../src/shared/durations.js';
import type { OwnerPhone } from '../whatsapp/people/owner-phone.js';
import type { DemoIntegration } from './connect-demo.js';
import type { Standing } from './desk.js';
import { qrPicture } from '../../src/integrations/qr-picture.js';
import type { QrPicture } from '../../src/integrations/qr-picture.js';

const lookEveryMs = 150;
/** Long enough to see what is being scanned. */
const handlingMs = 2_500;
const patienceMs = 90_000;

type Parts = {
  app: Pick<App, 'db' | 'sealedBox'>;
  phone: OwnerPhone;
  integration: DemoIntegration;
  language: string;
  show: (standing: Standing) => void;
  signal: AbortSignal;
};

/** The demo's own phone being linked, as its owner would do it: the program shows a QR code, the phone scans it. */
export class LinkingPhone {
  readonly #parts: Parts;
  readonly #giveUpAt = Date.now() + patienceMs;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Resolves when messages come in and go out.
   *
   * @returns what was scanned; null when the phone was linked before
   * @throws Error in words, when nothing came of it
   */
  async linked(): Promise<QrPicture | null> {
    const { app, phone, integration } = this.#parts;
    // WhatsApp has forgotten the link, or was never told of it: what the program keeps of it is worth nothing.
    if (phone.linkedDevices().length === 0) await unlink(app.db, integration);
    const link = await this.#look();
    if (link.state === 'connected') return null;
    if (phone.linkedDevices().length > 0) {
      await this.#until(({ state }) => state === 'connected');
      return null;
    }
    return this.#link();
  }

  async #link(): Promise<QrPicture> {
    const { app, phone, integration, show } = this.#parts;
    await this.#until(({ state }) => state !== 'unlinking');
    await askForLink(app.db, { ...integration, method: 'qr', now: new Date(Date.now()) });
    show({ state: 'linking', qr: null, isScanned: false });
    const first = await this.#until(({ qr }) => qr !== null);
    show({ state: 'linking', qr: qrPicture(first.qr ?? ''), isScanned: false });
    await wait(handlingMs, this.#parts.signal);
    // It changes every few seconds: the newest is scanned.
    const { qr } = await this.#until((link) => link.qr !== null);
    const picture = qrPicture(qr ?? '');
    phone.scan(qr ?? '');
    show({ state: 'linking', qr: picture, isScanned: true });
    await this.#until(({ state }) => state === 'connected');
    return picture;
  }

  async #look(): Promise<ShownLink> {
    const { app, integration, language } = this.#parts;
    return readLink(app.db, app.sealedBox, { ...integration, language, now: new Date(Date.now()) });
  }

  async #until(check: (link: ShownLink) => boolean): Promise<ShownLink> {
    const { signal } = this.#parts;
    for (;;) {
      const link = await this.#look();
      if (check(link)) return link;
      if (signal.aborted || Date.now() > this.#giveUpAt) throw new Error(link.words);
      await wait(lookEveryMs, signal);
    }
  }
}
