import { randomBytes } from 'node:crypto';
import type { Finding } from '../finding.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import { messageOf } from '../../src/shared/errors.js';
import type { CloudNumber } from './cloud-numbers.js';
import { GraphApi } from './graph-api.js';
import type { NumberState } from './graph-api.js';
import { cloudProblem, problemInWords } from './problem.js';
import { webhookUrl } from '../../src/integrations/cloud-address.js';
import { texts } from '../../src/texts/texts.js';

const answerWithinMs = msOfSeconds(15);

/**
 * Looks whether Meta takes a number's token, whether the number may send, and whether what customers write gets here.
 * Changes nothing.
 *
 * @param publicUrl where Meta reaches this installation; null = nowhere
 * @param connected every number of this installation: one address serves all numbers that a client has in one app
 */
export async function checkNumber(
  number: CloudNumber,
  {
    root,
    version,
    publicUrl,
    connected,
  }: { root: string; version: string; publicUrl: string | null; connected: readonly CloudNumber[] },
): Promise<Finding[]> {
  const { access_token, phone_number_id } = number.credentials;
  const access = { root, version, access_token, phone_number_id };
  const graph = new GraphApi(access, AbortSignal.timeout(answerWithinMs));
  const door = await checkDoor(number, publicUrl);
  try {
    const state = await graph.number();
    const what = `number ${state.display_phone_number || phone_number_id} (${number.name})`;
    const webhook = publicUrl === null ? [] : checkWebhook(number, state, { publicUrl, connected });
    return [{ what, ...standing(state) }, ...webhook, door];
  } catch (error) {
    return [{ what: `number ${number.name}`, ok: false, words: advice(error) }, door];
  }
}

function standing({ status, verified_name }: NumberState): Pick<Finding, 'ok' | 'words'> {
  const ok = status === undefined || status === 'CONNECTED';
  return ok
    ? { ok, words: `the token works${verified_name ? `; customers see “${verified_name}”` : ''}` }
    : { ok, words: `Meta says ${status}. Open WhatsApp Manager → Phone numbers: it says what is wrong.` };
}

/** Where Meta brings what happens, as far as it says so: set for the number, the account or the app. */
function checkWebhook(
  { id, name, client_id, credentials: { app_secret } }: CloudNumber,
  { webhook_configuration: set }: NumberState,
  { publicUrl, connected }: { publicUrl: string; connected: readonly CloudNumber[] },
): Finding[] {
  const wanted = webhookUrl(publicUrl, id);
  const current = set?.phone_number ?? set?.whatsapp_business_account ?? set?.application;
  const leadsHere = connected.some(
    (other) =>
      other.client_id === client_id &&
      other.credentials.app_secret === app_secret &&
      current === webhookUrl(publicUrl, other.id),
  );
  if (set === undefined || leadsHere) return [];
  const words = `Meta brings its messages ${current ? 'to another address' : 'nowhere'}. In the app's settings (WhatsApp → Configuration) set the callback URL ${wanted} with your verify_token, and subscribe to “messages”.`;
  return [{ what: `webhook of ${name}`, ok: false, words }];
}

/** Does as Meta does when the address is set. */
async function checkDoor({ id, name, credentials }: CloudNumber, publicUrl: string | null): Promise<Finding> {
  if (publicUrl === null) {
    const words =
      'PUBLIC_URL is not set, so nothing that customers write gets here. Set it to the https address of this installation.';
    return { what: `webhook address of ${name}`, ok: false, words };
  }
  const url = webhookUrl(publicUrl, id);
  const what = `webhook address ${url}`;
  const challenge = randomBytes(12).toString('hex');
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': credentials.verify_token,
    'hub.challenge': challenge,
  });
  try {
    const response = await fetch(`${url}?${query.toString()}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (response.ok && (await response.text()) === challenge)
      return { what, ok: true, words: 'it leads here' };
    const words = `it answers ${response.status}, but not as Estafeta does. Let the proxy pass /whatsapp-cloud/ on to HOST and PORT of a process with the role bots, and start one.`;
    return { what, ok: false, words };
  } catch (error) {
    const words = `it can't be reached from here (${messageOf(error)}). Check its DNS record, its certificate, the firewall and the proxy.`;
    return { what, ok: false, words };
  }
}

function advice(error: unknown): string {
  const problem = cloudProblem(error);
  if (problem.type === 'stopped') {
    const { problem: what, advice: todo } = texts('en').alarms.kinds[problem.stop];
    return `${what('It')} ${todo}`;
  }
  if (problem.type === 'never_left' || problem.type === 'unclear')
    return 'Meta did not answer. Check the network and WHATSAPP_CLOUD_API_ROOT, then try again.';
  return `Meta ${problemInWords(problem)}. Check phone_number_id and the token's permissions.`;
}
